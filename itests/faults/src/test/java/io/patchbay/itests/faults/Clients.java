package io.patchbay.itests.faults;

import io.patchbay.api.exchange.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Clients of every dialect. */
final class Clients {
    /** After so long an exchange counts as one that never ends. */
    private static final long LIMIT_S = 40;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
    private final String url;

    Clients(String url) {
        this.url = url;
    }

    /** Asks, and takes note of what comes, to its end. */
    Seen ask(Face face, String model, boolean stream, Optional<String> prefill) {
        return ask(face, model, stream, prefill, () -> {});
    }

    /** Asks, and takes note of what comes, to its end; tells when it begins to come. */
    Seen ask(Face face, String model, boolean stream, Optional<String> prefill, Runnable begins) {
        long begun = System.nanoTime();
        CompletableFuture<HttpResponse<InputStream>> sent = send(face, model, stream, prefill);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try {
            HttpResponse<InputStream> answer = sent.get(LIMIT_S, TimeUnit.SECONDS);
            boolean whole = read(answer.body(), body, begins);
            long took = millisSince(begun);
            return took >= TimeUnit.SECONDS.toMillis(LIMIT_S)
                    ? Seen.hung(took)
                    : Seen.of(face, stream, answer, Bytes.wrap(body.toByteArray()), whole, took);
        } catch (TimeoutException e) {
            sent.cancel(true);
            return Seen.hung(millisSince(begun));
        } catch (ExecutionException e) {
            return Seen.cut(String.valueOf(e.getCause()), millisSince(begun));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Asks, and leaves the answer to the caller. */
    CompletableFuture<HttpResponse<InputStream>> send(Face face, String model, boolean stream,
            Optional<String> prefill) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + face.path(model, stream)))
                .header("content-type", "application/json")
                .header("anthropic-version", "2023-06-01")
                .POST(BodyPublishers.ofString(face.body(model, stream, prefill)))
                .build();
        return http.sendAsync(request, BodyHandlers.ofInputStream());
    }

    /** Reads what comes; whether it comes to its end by HTTP. */
    private static boolean read(InputStream in, ByteArrayOutputStream body, Runnable begins) {
        CompletableFuture<Void> over = new CompletableFuture<>();
        var _ = over.completeOnTimeout(null, LIMIT_S, TimeUnit.SECONDS).thenRun(() -> close(in));
        try {
            body.write(in.readNBytes(1));
            begins.run();
            in.transferTo(body);
            return true;
        } catch (IOException e) {
            return false;
        } finally {
            over.complete(null);
        }
    }

    private static void close(InputStream in) {
        try {
            in.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long millisSince(long begun) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    }
}
