package io.patchbay.itests.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.testkit.FakeUpstream;
import io.patchbay.testkit.RandomCuts;
import io.patchbay.testkit.ReceivedRequest;
import io.patchbay.testkit.Recording;
import io.patchbay.testkit.Recordings;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What holds for every recording of real traffic in OpenAI's dialect, with the upstream's bytes cut at random places: the
 * upstream gets the client's request, but for the model and the headers that are ours; the client gets the upstream's
 * answer, byte by byte.
 */
class ReplayIT {
    private static final long SEED = 20_260_822;
    /** Set by whoever sends. */
    private static final Set<String> OF_THE_CONNECTION = Set.of("host", "content-length");
    /**
     * Statuses that are not passed on: the key that was refused is the gateway's, not the client's, so the client gets a
     * 502 that says so.
     */
    private static final Set<Integer> KEY_REFUSED = Set.of(401, 403);

    private static final FakeUpstream UPSTREAM = FakeUpstream.start();

    @RegisterExtension
    static final Gateway GATEWAY = Gateway.with("""
            io.patchbay.provider.openai~replay: { baseUrl: "%s/below" }
            io.patchbay.route~all: { model: "*", targets: ["replay"], retries: 0 }
            """.formatted(UPSTREAM.url()));

    private static List<Recording> recordings;

    @BeforeAll
    static void read() {
        recordings = Recordings.open().of("rig");
    }

    @AfterAll
    static void close() {
        UPSTREAM.close();
    }

    @Test
    void everyRecordedChatIsPassedThrough() throws Exception {
        replay("openai-chat", "/chat/completions");
    }

    @Test
    void everyRecordedEmbeddingIsPassedThrough() throws Exception {
        replay("openai-chat, embeddings", "/embeddings");
    }

    private static void replay(String title, String path) throws Exception {
        List<Recording> chosen = recordings.stream()
                .filter(recording -> recording.method().equals("POST") && recording.path().endsWith(path))
                .toList();
        assertThat(chosen).isNotEmpty();
        List<String> failures = new ArrayList<>();
        List<String> exceptions = new ArrayList<>();
        for (int i = 0; i < chosen.size(); i++) {
            Recording recording = chosen.get(i);
            try {
                exchange(recording, path, recording.request(), SEED + i);
                if (KEY_REFUSED.contains(recording.status())) {
                    exceptions.add(recording.name());
                } else if (recording.status() == 200) {
                    exchange(recording, path, throughItsProvider(recording.request()), SEED - i);
                }
            } catch (AssertionError e) {
                failures.add(recording.name() + ": " + e.getMessage());
            }
        }
        System.out.printf("recordings in dialect %s: %d passed of %d%n", title, chosen.size() - failures.size(),
                chosen.size());
        System.out.printf("  of them told as 502, because the key that was refused is the gateway's: %s%n", exceptions);
        assertThat(failures).isEmpty();
    }

    private static void exchange(Recording recording, String path, Bytes request, long seed) throws Exception {
        UPSTREAM.answer(recording.script(new RandomCuts(seed)));
        HttpRequest.Builder sent = GATEWAY.client().request("/v1" + path)
                .header("authorization", "Bearer the-client's")
                .header("user-agent", "replay/1")
                .header("x-vendor-beta", "kept")
                .POST(BodyPublishers.ofByteArray(request.toArray()));
        recording.requestHeaders().forEach(sent::header);

        HttpResponse<byte[]> response = GATEWAY.client().send(sent, BodyHandlers.ofByteArray());

        assertRequest(UPSTREAM.take(), recording, path);
        if (KEY_REFUSED.contains(recording.status())) {
            OpenAiError error = OpenAiError.of(response.statusCode(), Bytes.wrap(response.body()).utf8());
            assertThat(error.status()).isEqualTo(502);
            assertThat(error.code()).isEqualTo("upstream_key_refused");
        } else {
            assertResponse(response, recording);
        }
    }

    private static void assertRequest(ReceivedRequest received, Recording recording, String path) {
        assertThat(received.toString()).isEqualTo("POST /below" + path);
        assertThat(received.body().utf8()).as("the request's body").isEqualTo(recording.request().utf8());
        TreeMap<String, String> expected = new TreeMap<>();
        recording.requestHeaders().forEach((name, value) -> expected.put(name.toLowerCase(Locale.ROOT), value));
        expected.put("user-agent", "replay/1");
        expected.put("x-vendor-beta", "kept");
        TreeMap<String, String> actual = new TreeMap<>();
        received.headers().forEach((name, value) -> actual.put(name.toLowerCase(Locale.ROOT), value));
        actual.keySet().removeAll(OF_THE_CONNECTION);
        assertThat(actual).as("the request's headers").isEqualTo(expected);
    }

    private static void assertResponse(HttpResponse<byte[]> response, Recording recording) {
        assertThat(response.statusCode()).as("the status").isEqualTo(recording.status());
        recording.answerHeaders().forEach((name, value) -> {
            if (!name.equals("x-request-id")) {
                assertThat(response.headers().allValues(name)).as(name).containsExactly(value);
            }
        });
        assertThat(response.headers().allValues("x-request-id")).hasSize(1);
        assertThat(Bytes.wrap(response.body())).as("the response's body").isEqualTo(recording.answer());
    }

    /** The same request, its model named with its provider: the gateway takes the provider's name out again. */
    private static Bytes throughItsProvider(Bytes request) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(request.toArray())) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean model = parser.currentName().equals("model");
                parser.nextToken();
                if (model) {
                    int behindTheQuote = (int) parser.currentTokenLocation().getByteOffset() + 1;
                    return request.splice(behindTheQuote, behindTheQuote, Bytes.utf8("replay/"));
                }
                parser.skipChildren();
            }
        }
        throw new AssertionError("a request without a model: " + request.utf8());
    }
}
