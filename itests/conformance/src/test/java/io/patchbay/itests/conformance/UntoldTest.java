package io.patchbay.itests.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.model.ChatRequest;
import io.patchbay.testkit.Recording;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** What a client says that only its own dialect knows: a provider of another is not told, and the client is, by name. */
class UntoldTest {
    private static final List<Spoken> SPOKEN =
            Spoken.ALL.stream().filter(dialect -> !dialect.name().equals("ollama")).toList();
    /** All that the recorded clients say of that kind. */
    private static final Set<String> RECORDED = Set.of("openai-chat cache_prompt",
            "openai-chat grammar", "openai-chat include_reasoning", "openai-chat prompt_cache_key",
            "openai-chat provider", "openai-chat search_context_size", "openai-chat thinking",
            "openai-chat venice_parameters", "openai-responses prompt_cache_key",
            "openai-responses reasoning.context", "openai-responses reasoning.mode",
            "openai-responses reasoning.summary", "anthropic-messages cache_control",
            "bedrock-converse guardrailConfig", "cohere-v2 documents");

    @ParameterizedTest
    @CsvSource(quoteCharacter = '\'', delimiter = '|', textBlock = """
            openai-chat        | '"messages": [], "logit_bias": {"1": 2}, "store": false, "tools": []'                 | logit_bias, store
            openai-responses   | '"input": "x", "truncation": "auto", "text": {"verbosity": "low"}, "stream": true'    | text.verbosity, truncation
            anthropic-messages | '"messages": [], "max_tokens": 1, "metadata": {"user_id": "u"}, "top_k": 1'           | metadata
            gemini             | '"contents": [], "safetySettings": [{}], "generationConfig": {"topK": 1, "mediaResolution": "M"}' | generationConfig.mediaResolution, safetySettings
            bedrock-converse   | '"messages": [], "guardrailConfig": {"a": 1}, "inferenceConfig": {"maxTokens": 1}'    | guardrailConfig
            cohere-v2          | '"messages": [], "documents": ["x"], "safety_mode": "NONE", "stream": false'          | documents, safety_mode
            """)
    void settingsThatHaveNoFieldAreNamed(String dialect, String members, String names) {
        assertThat(request(dialect, members).untold()).containsExactlyInAnyOrder(names.split(", ", -1));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '\'', delimiter = '|', textBlock = """
            openai-chat        | '"messages": [], "logit_bias": null, "metadata": {}, "max_tokens": 1.0, "stream_options": {}'
            openai-responses   | '"input": [], "metadata": null, "store": false, "reasoning": {}, "instructions": ""'
            anthropic-messages | '"messages": [], "max_tokens": 1, "thinking": {"type": "disabled"}, "container": null'
            gemini             | '"contents": [], "safetySettings": [], "toolConfig": {}, "generationConfig": {"temperature": 1}'
            bedrock-converse   | '"messages": [], "system": [], "inferenceConfig": {}, "guardrailConfig": null'
            cohere-v2          | '"messages": [], "documents": [], "tools": [], "thinking": {"type": "disabled"}'
            """)
    void whatSaysNothingOrHasAFieldIsNot(String dialect, String members) {
        assertThat(request(dialect, members).untold()).isEmpty();
    }

    @ParameterizedTest
    @FieldSource("SPOKEN")
    void ofWhatClientsSaidTheseAreAll(Spoken dialect) {
        Set<String> names = new TreeSet<>();
        dialect.recordings().stream().filter(recording -> recording.status() < 400)
                .forEach(recording -> names.addAll(untold(dialect, recording)));
        assertThat(RECORDED).containsAll(names);
    }

    private static List<String> untold(Spoken dialect, Recording recording) {
        return dialect.request(recording).untold().stream().map(name -> dialect.name() + " " + name).toList();
    }

    private static ChatRequest request(String dialect, String members) {
        Spoken spoken = SPOKEN.stream().filter(each -> each.name().equals(dialect)).findFirst()
                .orElseThrow();
        // The model is in the path for some.
        String model = Set.of("gemini", "bedrock-converse").contains(dialect) ? "" : "\"model\": \"m\", ";
        return spoken.codec().readRequest(WireRequest.builder(dialect, Operation.CHAT).path("/").model("m")
                .body(Bytes.utf8("{" + model + members + "}")).build());
    }
}
