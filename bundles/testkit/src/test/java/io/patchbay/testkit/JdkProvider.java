package io.patchbay.testkit;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Attempt;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Cancellation;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.FrameSource;
import io.patchbay.api.exchange.Headers;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.provider.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** A plain provider over the JDK's client, to show that the contract can be met. */
final class JdkProvider implements Provider {
    private static final int MOST_BYTES = 1 << 20;
    private static final Set<String> OWN_HEADERS =
            Set.of(":status", "connection", "content-length", "keep-alive", "set-cookie", "transfer-encoding");

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(1))
            .build();
    private final String baseUrl;

    JdkProvider(String baseUrl) {
        this.baseUrl = baseUrl;
    }

    @Override
    public Answer send(Attempt attempt) {
        Cancellation cancellation = attempt.cancellation();
        cancellation.check();
        WireRequest request = attempt.request();
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(baseUrl + request.path()))
                .method(request.method(), BodyPublishers.ofByteArray(request.body().toArray()))
                .header("authorization", "Bearer " + attempt.key().orElseThrow().value().orElseThrow());
        request.headers().forEach(builder::header);
        CompletableFuture<HttpResponse<InputStream>> sent =
                client.sendAsync(builder.build(), BodyHandlers.ofInputStream());
        try (Cancellation.Registration _ = cancellation.onCancel(() -> sent.cancel(true))) {
            HttpResponse<InputStream> response = sent.get();
            Headers.Builder headers = Headers.builder();
            response.headers().map().forEach((name, values) -> values.stream()
                    .filter(_ -> !OWN_HEADERS.contains(name)).forEach(value -> headers.add(name, value)));
            boolean streamed = response.statusCode() < 300
                    && response.headers().firstValue("content-type").orElse("").equals("text/event-stream");
            Body body = new Body(response.body(), streamed, cancellation);
            return streamed
                    ? Answer.stream(response.statusCode(), headers.build(), body)
                    : Answer.whole(response.statusCode(), headers.build(), body);
        } catch (ExecutionException | InterruptedException | CancellationException e) {
            cancellation.check();
            throw new GatewayException(ErrorKind.UPSTREAM, "The upstream gave no answer.", e);
        }
    }

    /** The frames of a body. */
    private static final class Body implements FrameSource {
        private final InputStream in;
        private final boolean streamed;
        private final Cancellation cancellation;
        private final Cancellation.Registration registration;
        private Bytes read = Bytes.EMPTY;

        private Body(InputStream in, boolean streamed, Cancellation cancellation) {
            this.in = in;
            this.streamed = streamed;
            this.cancellation = cancellation;
            registration = cancellation.onCancel(this::close);
        }

        @Override
        public Optional<Frame> next() {
            try {
                Optional<Frame> next = streamed ? event() : body();
                if (next.isEmpty()) {
                    close();
                }
                return next;
            } catch (IOException e) {
                cancellation.check();
                throw new GatewayException(ErrorKind.UPSTREAM, "The upstream broke off.", e);
            }
        }

        private Optional<Frame> body() throws IOException {
            while (more()) {
                // A whole answer is one frame.
            }
            Bytes body = take(read.size());
            return body.isEmpty() ? Optional.empty() : Optional.of(Frame.of(body));
        }

        private Optional<Frame> event() throws IOException {
            List<Frame> frames = ServerSentEvents.frames(read);
            while (frames.size() < 2 && !read.utf8().matches("(?s).*\\n\\r?\\n") && more()) {
                frames = ServerSentEvents.frames(read);
            }
            if (!frames.isEmpty()) {
                take(frames.getFirst().bytes().orElseThrow().size());
            }
            return frames.stream().findFirst();
        }

        private boolean more() throws IOException {
            byte[] piece = new byte[16 << 10];
            int size = in.read(piece);
            if (read.size() > MOST_BYTES) {
                throw new GatewayException(ErrorKind.UPSTREAM, "The upstream's answer is too large.");
            }
            read = size < 0 ? read : read.splice(read.size(), read.size(), Bytes.wrap(piece, 0, size));
            return size >= 0;
        }

        private Bytes take(int size) {
            Bytes taken = read.slice(0, size);
            read = read.slice(size, read.size());
            return taken;
        }

        @Override
        public void close() {
            registration.close();
            try {
                in.close();
            } catch (IOException e) {
                // Nothing is left to close.
            }
        }
    }
}
