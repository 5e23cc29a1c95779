package io.patchbay.itests.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.patchbay.testkit.FakeUpstream;
import io.patchbay.testkit.OpenAiChat;
import io.patchbay.testkit.ReceivedRequest;
import io.patchbay.testkit.Script;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A stream that breaks off, gone on with by vendors that want to be told so in ways of their own. */
class RescueIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final FakeUpstream UPSTREAM = FakeUpstream.start().otherwise(RescueIT::answer);

    @RegisterExtension
    static final Gateway GATEWAY = Gateway.with("""
            io.patchbay.provider.openai~main: { baseUrl: "%1$s/main" }
            io.patchbay.provider.mistral~mistral: { baseUrl: "%1$s/mistral" }
            io.patchbay.provider.deepseek~deepseek: { baseUrl: "%1$s/deepseek" }
            io.patchbay.route~one: { model: "one", targets: ["main/m"], fallbacks: ["mistral/mistral-small-latest"] }
            io.patchbay.route~two: { model: "two", targets: ["main/m"], fallbacks: ["deepseek/deepseek-chat"] }
            """.formatted(UPSTREAM.url()));

    @AfterAll
    static void close() {
        UPSTREAM.close();
    }

    @Test
    void mistralIsToldByAMemberAndItsRepetitionIsLeftOut() {
        assertThat(text("one", 100)).isEqualTo("One, two, three");
        assertGoesOn("/mistral/chat/completions", 97);
    }

    @Test
    void deepSeekIsToldAtItsOwnAddress() {
        assertThat(text("two", 50)).isEqualTo("One, two, three");
        assertGoesOn("/deepseek/beta/chat/completions", 47);
    }

    private static void assertGoesOn(String path, int tokensLeft) {
        List<ReceivedRequest> told =
                UPSTREAM.received().stream().filter(request -> request.path().equals(path)).toList();
        assertThat(told).hasSize(1);
        JsonNode body = json(told.getFirst().body().utf8());
        assertThat(body.path("messages")).hasSize(2);
        assertThat(body.at("/messages/1")).isEqualTo(json("""
                {"role": "assistant", "content": "One, two,", "prefix": true}"""));
        assertThat(body.path("max_tokens").asInt()).as("nine bytes are three tokens").isEqualTo(tokensLeft);
    }

    private static Script answer(ReceivedRequest request) {
        if (request.path().startsWith("/main/")) {
            return Script.stream().chunks(OpenAiChat.TONGUE.words(List.of("One, ", "two,"))).reset();
        }
        List<String> words =
                request.path().startsWith("/mistral/") ? List.of("One, two,", " three") : List.of(" th", "ree");
        return Script.stream().chunks(OpenAiChat.TONGUE.words(words)).chunk(OpenAiChat.finish("stop"))
                .chunk(OpenAiChat.DONE).endChunks();
    }

    private static String text(String model, int maxTokens) {
        String stream = GATEWAY.client().post(Client.CHAT, """
                {"model": "%s", "stream": true, "max_tokens": %d,
                 "messages": [{"role": "user", "content": "Count."}]}""".formatted(model, maxTokens)).body();
        assertThat(stream).endsWith("data: [DONE]\n\n");
        return stream.lines().filter(line -> line.startsWith("data: {"))
                .map(line -> json(line.substring(6)).at("/choices/0/delta/content").asText(""))
                .collect(Collectors.joining());
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }
}
