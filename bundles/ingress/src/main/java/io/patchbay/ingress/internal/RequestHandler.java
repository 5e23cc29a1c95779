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
import io.patchbay.api.lease.Leases;
import io.patchbay.ingress.internal.Router.Match;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
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
    /** How often an exchange is begun anew because something that it needs was replaced just then. */
    private static final int MOST_BEGINNINGS = 10;

    private final Supplier<Snapshot> current;
    private final Runnable closed;
    private final Successors successors;
    private final OpenStreams streams;
    private final RequestIds ids;

    RequestHandler(Supplier<Snapshot> current, Runnable closed, Successors successors, OpenStreams streams,
            RequestIds ids) {
        this.current = current;
        this.closed = closed;
        this.successors = successors;
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
            ResponseWriter writer = new ResponseWriter(response, id, client);
            new Work(current.get().draw(ThreadLocalRandom.current()), request, client, writer, callback).run(id, open);
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
        private final List<Leases> leases = new ArrayList<>(2);
        /** What errors are written in. */
        private Optional<Dialect> dialect = Optional.empty();

        Work(Snapshot snapshot, Request request, @Nullable ReadAheadEndPoint client, ResponseWriter writer,
                Callback callback) {
            this.snapshot = snapshot;
            this.request = request;
            this.client = client;
            this.writer = writer;
            this.callback = callback;
        }

        void run(String id, int open) {
            try {
                serve(id, open);
            } finally {
                giveBack();
            }
        }

        private void giveBack() {
            leases.forEach(Leases::giveBack);
            leases.clear();
        }

        private void serve(String id, int open) {
            try {
                String path = request.getHttpURI().getPath();
                if (open > snapshot.settings().maxConcurrentRequests()) {
                    dialect = nearest(path);
                    throw overloaded("The gateway has more requests than it can take.");
                }
                switch (enter(snapshot, path)) {
                    case Match.Found found -> {
                        dialect = Optional.of(found.route().dialect());
                        answer(found, path, id);
                    }
                    case Match.OtherMethod other -> {
                        dialect = nearest(path);
                        otherMethod(path, other.allow());
                    }
                    case Match.Unknown _ -> {
                        dialect = nearest(path);
                        throw new GatewayException(ErrorKind.NOT_FOUND, "There is nothing at " + path + ".");
                    }
                    case Match.Replaced _ -> {
                        dialect = nearest(path);
                        throw overloaded("What serves " + path + " is being replaced: try again soon.");
                    }
                }
            } catch (Refusal e) {
                refuse(e);
            } catch (RuntimeException e) {
                GatewayException error = Errors.of(e);
                refuse(new Refusal(error.status(), Headers.EMPTY, error));
            } catch (IOException e) {
                abort(e);
            }
        }

        /** Where the request goes; with a lease on the dialect that it goes to, which is waited for if it is replaced. */
        private Match enter(Snapshot first, String path) {
            Match match = match(first, path);
            if (match instanceof Match.Found found) {
                if (lease(found.route().served().leases())) {
                    return found;
                }
                closed.run();
                match = match(current.get(), path);
            }
            return match instanceof Match.Found || match instanceof Match.Replaced
                    ? successors.await(now -> match(now, path) instanceof Match.Found found
                            && lease(found.route().served().leases()) ? Optional.<Match>of(found) : Optional.empty(),
                            now -> switch (match(now, path)) {
                                case Match.Replaced replaced -> successors.left(replaced.window());
                                case Match.Found _ -> successors.windowNanos();
                                default -> 0;
                            }, new Cancellation()).orElseGet(() -> stillReplaced(path))
                    : match;
        }

        private Match stillReplaced(String path) {
            Match match = match(current.get(), path);
            return match instanceof Match.Found ? new Match.Replaced(Window.now()) : match;
        }

        private Match match(Snapshot now, String path) {
            return now.router().match(request.getMethod(), path, served -> served.authenticates(headers(), query()));
        }

        private Optional<Dialect> nearest(String path) {
            return snapshot.router().nearest(path).filter(served -> lease(served.leases())).map(Served::dialect);
        }

        private boolean lease(Leases of) {
            return of.take() && leases.add(of);
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

        private void answer(Match.Found found, String path, String id) throws IOException {
            Instant startedAt = Instant.now();
            Headers headers = headers();
            String query = query();
            Caller caller = snapshot.authenticator().authenticate(found.route().dialect().token(headers, query),
                    loopback());
            Bytes body = RequestBody.read(request, snapshot.settings());
            Cancellation clientGone = new Cancellation();
            watch(clientGone);
            Match.Found here = found;
            for (int replaced = 0;; replaced++) {
                Dialect spoken = here.route().dialect();
                Exchange exchange = here.exchange(id, caller, startedAt, query, headers, body);
                var _ = clientGone.onCancel(() -> exchange.cancellation().cancel(gone()));
                Gateway gateway = gateway(exchange.cancellation());
                Optional<Answer> begun = replaced < MOST_BEGINNINGS
                        ? gateway.handleIfReady(exchange)
                        : Optional.of(gateway.handle(exchange));
                if (begun.isPresent()) {
                    try (Answer answer = begun.get()) {
                        write(answer, spoken, exchange);
                    }
                    return;
                }
                here = again(here, gateway, path, exchange.cancellation());
            }
        }

        /** Waits until the exchange can be begun anew, keeping nothing from being replaced meanwhile. */
        private Match.Found again(Match.Found here, Gateway gateway, String path, Cancellation cancellation) {
            dialect = Optional.empty();
            Leases spoken = here.route().served().leases();
            leases.remove(spoken);
            spoken.giveBack();
            gateway.awaitReady(here.route().served().name(), cancellation);
            giveBack();
            if (enter(current.get(), path) instanceof Match.Found found) {
                dialect = Optional.of(found.route().dialect());
                return found;
            }
            throw overloaded("What serves " + path + " is being replaced: try again soon.");
        }

        /** The pipeline, with a lease on it; waited for if it is replaced. */
        private Gateway gateway(Cancellation cancellation) {
            return successors.await(now -> now.pipeline() instanceof Pipeline.There there && lease(there.leases())
                    ? Optional.of(there.gateway())
                    : Optional.empty(),
                    now -> switch (now.pipeline()) {
                        case Pipeline.Gone gone -> successors.left(gone.window());
                        case Pipeline.There _ -> successors.windowNanos();
                        case Pipeline.Missing _ -> 0;
                    }, cancellation)
                    .orElseThrow(() -> overloaded("The gateway is starting or being updated: try again soon."));
        }

        private void write(Answer answer, Dialect dialect, Exchange exchange) throws IOException {
            try {
                if (answer.streamed()) {
                    writer.begin(answer.status(), answer);
                    if (client != null && request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_1) {
                        writer.chunked();
                        client.endsChunks();
                    }
                    streams.write(new OpenStream(writer, dialect, exchange.request().stream()), answer);
                } else {
                    writer.whole(answer);
                }
                callback.succeeded();
            } catch (IOException e) {
                exchange.cancellation().cancel(gone());
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
        private String query() {
            return Optional.ofNullable(request.getHttpURI().getQuery()).orElse("");
        }

        private Headers headers() {
            Headers.Builder headers = Headers.builder();
            for (HttpField field : request.getHeaders()) {
                if (field.getHeader() != HttpHeader.CONTENT_ENCODING) {
                    headers.add(field.getName(), Optional.ofNullable(field.getValue()).orElse(""));
                }
            }
            return headers.build();
        }

        private void refuse(Refusal refusal) {
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
