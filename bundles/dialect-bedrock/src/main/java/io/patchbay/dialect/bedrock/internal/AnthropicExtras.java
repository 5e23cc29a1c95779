package io.patchbay.dialect.bedrock.internal;

import io.patchbay.api.model.Extra;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Node;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * What Anthropic's own dialect says of the same models in other words: the signature of a thought and what is in a
 * redacted one, which are valid on both platforms, and the mark up to where a prompt is cached. Where Anthropic has a text
 * for a redacted thought, Bedrock has the bytes of that text, in Base64 as all bytes.
 *
 * <p>Source: <a href="https://docs.aws.amazon.com/bedrock/latest/userguide/prompt-caching.html">Bedrock, prompt
 * caching</a>.
 */
final class AnthropicExtras {
    private static final String DIALECT = "anthropic-messages";
    private static final String SIGNATURE = "signature";
    private static final String DATA = "data";
    private static final String CACHE_CONTROL = "cache_control";
    private static final String TTL = "ttl";

    private AnthropicExtras() {}

    /** The signature of a thought under both dialects' names. */
    static List<Extra> signature(String json) {
        return List.of(BedrockConverse.extra(BlockReader.SIGNATURE, json), Extras.of(DIALECT, SIGNATURE, json));
    }

    /** The signature of a thought that came in Anthropic's dialect; an empty one is none. */
    static Optional<String> signature(List<Extra> extras) {
        return new Extras(DIALECT, extras).take(SIGNATURE).filter(json -> !json.equals(BlockReader.MARK));
    }

    /** What is in a redacted thought, under both dialects' names. */
    static List<Extra> redacted(String json) {
        return List.of(BedrockConverse.extra(BlockReader.REDACTED, json), Extras.of(DIALECT, DATA, text(json)));
    }

    private static String text(String json) {
        try {
            return Extras.node(json) instanceof Node.Str(_, String base64)
                    ? JsonWriter.quoted(new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8))
                    : json;
        } catch (IllegalArgumentException _) {
            return json;
        }
    }

    /** What is in a redacted thought that came in Anthropic's dialect. */
    static Optional<String> redacted(List<Extra> extras) {
        return new Extras(DIALECT, extras).take(DATA).map(Extras::node)
                .map(node -> node instanceof Node.Str(_, String text)
                        ? JsonWriter.quoted(
                                Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)))
                        : node.json().text());
    }

    /** Extras with a cache point under both dialects' names. */
    static List<Extra> withCachePoint(List<Extra> extras, Node cachePoint) {
        List<Extra> marked = new ArrayList<>(extras);
        marked.add(BedrockConverse.extra(BlockReader.CACHE_POINT, cachePoint.json().text()));
        marked.add(Extras.of(DIALECT, CACHE_CONTROL, mark("ephemeral", cachePoint)));
        return marked;
    }

    /** The cache point that a mark in Anthropic's dialect stands for, if the model knows such. */
    static Optional<String> cachePoint(List<Extra> extras, String model) {
        return model.contains("claude")
                ? new Extras(DIALECT, extras).take(CACHE_CONTROL).map(Extras::node)
                        .filter(Node.Obj.class::isInstance).map(node -> mark("default", node))
                : Optional.empty();
    }

    private static String mark(String type, Node other) {
        JsonWriter out = new JsonWriter().object().member("type", type);
        if (other instanceof Node.Obj object && object.members().get(TTL) instanceof Node.Str ttl) {
            out.rawMember(TTL, ttl.json().text());
        }
        return out.endObject().text();
    }
}
