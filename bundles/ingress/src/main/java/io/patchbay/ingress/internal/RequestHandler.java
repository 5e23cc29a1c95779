package io.patchbay.ingress.internal;

import io.patchbay.api.dialect.Dialect;
import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Caller;
import io.patchbay.api.exchange.Cancellation;
import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.exchange.Gateway;
import io.patchbay.api.exchange.Headers;
import io.patchbay.api.exchange.RawRequest;
import io.patchbay.ingress.internal.Router.Match;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Carries a request from its headers to the last byte of its response, on one virtual thread: endpoint, caller, body,
 * exchange, answer.
 */
final class RequestHandler extends Handler.Abstract {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final Supplier<Snapshot> current;
    private final OpenStreams streams;
    private final RequestIds ids;

    RequestHandler(Supplier<Snapshot> current, OpenStreams streams, RequestIds ids) {
        this.current = current;
        this.streams = streams;
        this.ids = ids;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        DataConnector connector = (DataConnector) request.getConnectionMetaData().getConnector();
        ReadAheadEndPoint client = clientOf(request);
        int open = connector.requestBegins();
        try {
            if (client != null && !client.headers().requestBegins()) {
                callback.failed(new Request.Handler.AbortException("the headers came too late"));
                return true;
            }
            // Waiting for an answer is no idleness; a write that the client does not take fails nevertheless.
            request.addIdleTimeoutListener(_ -> false);
            String id = ids.idFor(request.getHeaders().get(ResponseWriter.REQUEST_ID));
            Runnable unwatch = client == null ? () -> {} : client::unwatch;
            ResponseWriter writer = new ResponseWriter(response, id, unwatch);
            new Work(current.get(), request, client, writer, callback).run(id, open);
        } finally {
            if (client != null) {
                client.requestEnds();
            }
            connector.requestEnds();
        }
        return true;
    }

    /** The connection, where it has one request at a time. */
    private static @Nullable ReadAheadEndPoint clientOf(Request request) {
        if (request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_2) {
            return null;
        }
        EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
        return (ReadAheadEndPoint) endPoint;
    }

    /** One request being served. */
    private final class Work {
        private final Snapshot snapshot;
        private final Request request;
        private final @Nullable ReadAheadEndPoint client;
        private final ResponseWriter writer;
        private final Callback callback;

        Work(Snapshot snapshot, Request request, @Nullable ReadAheadEndPoint client, ResponseWriter writer,
                Callback callback) {
            this.snapshot = snapshot;
            this.request = request;
            this.client = client;
            this.writer = writer;
            this.callback = callback;
        }

        void run(String id, int open) {
            Optional<Dialect> dialect = Optional.empty();
            try {
                String path = request.getHttpURI().getPath();
                switch (snapshot.router().match(request.getMethod(), path)) {
                    case Match.Found found -> {
                        dialect = Optional.of(found.route().dialect());
                        answer(found, id, open);
                    }
                    case Match.OtherMethod other -> {
                        dialect = snapshot.router().nearest(path);
                        otherMethod(path, other.allow());
                    }
                    case Match.Unknown _ -> {
                        dialect = snapshot.router().nearest(path);
                        throw new GatewayException(ErrorKind.NOT_FOUND, "There is nothing at " + path + ".");
                    }
                }
            } catch (Refusal e) {
                refuse(e, dialect);
            } catch (RuntimeException e) {
                GatewayException error = Errors.of(e);
                refuse(new Refusal(error.status(), Headers.EMPTY, error), dialect);
            } catch (IOException e) {
                abort(e);
            }
        }

        private void otherMethod(String path, String allow) throws IOException {
            Headers headers = Headers.of("allow", allow);
            if (request.getMethod().equals("OPTIONS")) {
                writer.whole(Answer.whole(204, headers, Bytes.EMPTY));
                callback.succeeded();
                return;
            }
            throw new Refusal(405, headers, new GatewayException(ErrorKind.NOT_FOUND,
                    path + " takes " + allow + ", not " + request.getMethod() + "."));
        }

        private void answer(Match.Found found, String id, int open) throws IOException {
            Instant startedAt = Instant.now();
            Dialect dialect = found.route().dialect();
            if (open > snapshot.settings().maxConcurrentRequests()) {
                throw overloaded("The gateway has more requests than it can take.");
            }
            Headers headers = headers();
            String query = Optional.ofNullable(request.getHttpURI().getQuery()).orElse("");
            Caller caller = snapshot.authenticator().authenticate(dialect.token(headers, query), loopback());
            Bytes body = RequestBody.read(request, snapshot.settings());
            Exchange exchange = Exchange.of(id, caller, startedAt,
                    dialect.scan(new RawRequest(found.route().endpoint(), found.parameters(), query, headers, body)),
                    found.route().reader());
            Gateway gateway = snapshot.gateway()
                    .orElseThrow(() -> overloaded("The gateway is starting or being updated."));
            watch(exchange.cancellation());
            try (Answer answer = gateway.handle(exchange)) {
                write(answer, dialect, exchange.cancellation());
            }
        }

        private void write(Answer answer, Dialect dialect, Cancellation cancellation) throws IOException {
            try {
                if (answer.streamed()) {
                    writer.begin(answer.status(), answer);
                    if (client != null && request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_1) {
                        writer.chunked();
                        client.endsChunks();
                    }
                    streams.write(new OpenStream(writer, dialect), answer);
                } else {
                    writer.whole(answer);
                }
                callback.succeeded();
            } catch (IOException e) {
                cancellation.cancel(gone());
                throw e;
            }
        }

        /** Cancels the exchange as soon as the client is gone, whatever its thread waits for. */
        private void watch(Cancellation cancellation) {
            if (client == null) {
                request.addFailureListener(_ -> cancellation.cancel(gone()));
            } else {
                client.watch(() -> {
                    cancellation.cancel(gone());
                    client.close();
                });
            }
        }

        private boolean loopback() {
            return ((DataConnector) request.getConnectionMetaData().getConnector()).loopback();
        }

        /** The request's headers, but for the encoding of the body, which is undone. */
        private Headers headers() {
            Headers.Builder headers = Headers.builder();
            for (HttpField field : request.getHeaders()) {
                if (field.getHeader() != HttpHeader.CONTENT_ENCODING) {
                    headers.add(field.getName(), Optional.ofNullable(field.getValue()).orElse(""));
                }
            }
            return headers.build();
        }

        private void refuse(Refusal refusal, Optional<Dialect> dialect) {
            try {
                if (writer.committed() || refusal.error().kind() == ErrorKind.CANCELLED) {
                    abort(refusal);
                    return;
                }
                writer.refuse(refusal, dialect);
                if (!request.getHeaders().contains(HttpHeader.EXPECT)) {
                    RequestBody.discard(request, snapshot.settings().bodyTimeoutMs());
                }
                callback.succeeded();
            } catch (IOException | RuntimeException e) {
                abort(e);
            }
        }

        /** Ends the response in a way that cannot be taken for its proper end. */
        private void abort(Exception cause) {
            callback.failed(new Request.Handler.AbortException(cause.getMessage(), cause));
        }

        private static GatewayException gone() {
            return new GatewayException(ErrorKind.CANCELLED, "The client is gone.");
        }

        private static GatewayException overloaded(String message) {
            return new GatewayException(ErrorKind.OVERLOADED, message).withRetryAfter(RETRY_AFTER);
        }
    }
}
