package io.patchbay.itests.product;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.testkit.FakeUpstream;
import io.patchbay.testkit.RandomCuts;
import io.patchbay.testkit.ReceivedRequest;
import io.patchbay.testkit.Script;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * An upstream that answers as OpenAI does, from the files in {@code src/test/resources/openai}: which one, the request
 * says. Below {@code /limited} every request is one too many.
 */
final class OpenAiUpstream implements AutoCloseable {
    /** The key that it lets in. */
    static final String KEY = "sk-upstream-of-the-tests";

    private static final Pattern STREAM = Pattern.compile("\"stream\":\\s*true");
    private static final Pattern TOO_HOT = Pattern.compile("\"temperature\":\\s*99");

    private final FakeUpstream server = FakeUpstream.start().otherwise(this::answer);

    /** The address that paths such as {@code /chat/completions} come after. */
    String baseUrl() {
        return server.url() + "/v1";
    }

    /** The same server where it has no capacity left. */
    String limitedBaseUrl() {
        return server.url() + "/limited/v1";
    }

    @Override
    public void close() {
        server.close();
    }

    private Script answer(ReceivedRequest request) {
        String body = request.body().utf8();
        if (request.path().startsWith("/limited/")) {
            return Script.json(429, file("rate-limited.json").utf8(), "retry-after: 30");
        }
        if (!request.headers().all("authorization").equals(List.of("Bearer " + KEY))) {
            return Script.json(401, file("unauthorized.json").utf8());
        }
        if (request.path().endsWith("/models")) {
            return whole("models.json");
        }
        if (request.path().endsWith("/embeddings")) {
            return whole(body.contains("\"base64\"") ? "embeddings-base64.json" : "embeddings.json");
        }
        if (TOO_HOT.matcher(body).find()) {
            return Script.json(400, file("too-hot.json").utf8());
        }
        String name = body.contains("\"tools\"") ? "tools" : body.contains("\"json_schema\"") ? "structured" : "text";
        return STREAM.matcher(body).find() ? stream(name + ".sse") : whole(name + ".json");
    }

    private static Script whole(String name) {
        return Script.json(200, file(name).utf8());
    }

    private static Script stream(String name) {
        return Script.events(new RandomCuts(name.hashCode()).cut(file(name)));
    }

    private static Bytes file(String name) {
        try (InputStream in = OpenAiUpstream.class.getResourceAsStream("/openai/" + name)) {
            return Bytes.wrap(Objects.requireNonNull(in, name).readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
