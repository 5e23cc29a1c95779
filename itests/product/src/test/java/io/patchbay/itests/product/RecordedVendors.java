package io.patchbay.itests.product;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchbay.testkit.FakeUpstream;
import io.patchbay.testkit.RandomCuts;
import io.patchbay.testkit.ReceivedRequest;
import io.patchbay.testkit.Recordings;
import io.patchbay.testkit.Script;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Vendors of all dialects that answer as they were recorded. A script in another language says over HTTP what they answer,
 * and asks what they heard.
 *
 * <p>{@code POST /play} takes an array of what the next requests get: the name of a recording, or an object with
 * {@code status} and {@code body}. {@code GET /heard} is an array of the requests since then, each with {@code path},
 * {@code headers} and {@code body}.
 */
final class RecordedVendors implements AutoCloseable {
    /** The key of all of them. */
    static final String KEY = "key-of-the-vendors";

    private static final List<Vendor> ALL = List.of(
            new Vendor("chat", "deepseek", "", "", "deepseek-*"),
            new Vendor("responses", "openai", "/v1", ", dialects: [\"openai-responses\"]", "gpt-5*"),
            new Vendor("anthropic", "anthropic", "/v1", "", "claude-*"),
            new Vendor("gemini", "gemini", "", "", "gemini-*"),
            new Vendor("cohere", "cohere", "", "", "command-*"),
            new Vendor("bedrock", "bedrock", "", "", "amazon.*"));

    private final ObjectMapper json = new ObjectMapper();
    private final Map<String, Script> recorded = new ConcurrentHashMap<>();
    private final Queue<Script> next = new ConcurrentLinkedQueue<>();
    private final FakeUpstream vendors = FakeUpstream.start().otherwise(_ -> answer());
    private final FakeUpstream control = FakeUpstream.start().otherwise(this::control);
    private volatile int heardBefore;

    /**
     * A vendor as the gateway has it.
     *
     * @param name its name there, and the first part of its path here
     * @param type its kind of provider
     * @param version what ends its base URL
     * @param settings further ones
     * @param models the pattern of the models that clients ask it for
     */
    private record Vendor(String name, String type, String version, String settings, String models) {
        /** A limited one is there besides, for one model and without a key that would have to rest. */
        String document(String url) {
            return """
                    io.patchbay.provider.%2$s~%1$s: { baseUrl: "%6$s/%1$s%3$s", models: ["%5$s"]%4$s }
                    io.patchbay.provider.%2$s~%1$s-limited: { baseUrl: "%6$s/%1$s%3$s", models: ["limited"]%4$s }
                    io.patchbay.key~%1$s: { provider: %1$s, .value: "$[env:VENDORS_KEY]" }
                    io.patchbay.route~%1$s: { model: "%5$s", targets: ["%1$s"], retries: 0 }
                    io.patchbay.route~%1$s-limited: { model: "%1$s-limited", targets: ["%1$s-limited"], retries: 0 }
                    %7$s
                    """.formatted(name, type, version, settings, models, url, limitedKey());
        }

        /** Without any, this one would ask the machine for its identity. */
        private String limitedKey() {
            return type.equals("bedrock")
                    ? "io.patchbay.key~bedrock-limited: { provider: bedrock-limited, .value: \"$[env:VENDORS_KEY]\" }"
                    : "";
        }
    }

    /** The lines of a gateway's document that have them all; {@code VENDORS_KEY} is the key in its environment. */
    String document() {
        return ALL.stream().map(vendor -> vendor.document(vendors.url())).collect(joining());
    }

    /** Skips the calling test, and says so, where there are no recordings. */
    void assumeRecorded() {
        Recordings.open();
    }

    /** Where a script says what is answered, and asks what was heard. */
    String controlUrl() {
        return control.url();
    }

    @Override
    public void close() {
        control.close();
        vendors.close();
    }

    private Script answer() {
        Script script = next.poll();
        return script == null ? Script.json(500, "{\"message\":\"nothing is left to play\"}") : script;
    }

    private Script control(ReceivedRequest request) {
        try {
            return request.path().equals("/play") ? play(json.readTree(request.body().toArray())) : heard();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Script play(JsonNode answers) {
        next.clear();
        answers.forEach(answer -> next.add(answer.isTextual()
                ? recorded.computeIfAbsent(answer.asText(), RecordedVendors::recording)
                : Script.json(answer.path("status").asInt(), answer.path("body").toString())));
        heardBefore = vendors.received().size();
        return Script.json(200, "{}");
    }

    private Script heard() {
        List<ReceivedRequest> received = vendors.received();
        ArrayNode heard = json.createArrayNode();
        for (ReceivedRequest request : received.subList(heardBefore, received.size())) {
            ObjectNode headers = heard.addObject().put("path", request.path()).put("body", request.body().utf8())
                    .putObject("headers");
            request.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        }
        return Script.json(200, heard.toString());
    }

    /** A recording, by its file below {@code rig} and the number in it. */
    private static Script recording(String name) {
        return Recordings.open().of("rig/" + name.substring(0, name.lastIndexOf('/'))).stream()
                .filter(recording -> recording.name().equals("rig/" + name))
                .findFirst().orElseThrow(() -> new IllegalArgumentException(name))
                .script(new RandomCuts(name.hashCode()));
    }
}
