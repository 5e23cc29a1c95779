package io.patchbay.dialect.anthropic.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.patchbay.api.model.Extra;
import io.patchbay.api.model.Usage;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.Numbers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The usage of an answer as far as it was told: a stream tells it at its beginning and, cumulative but not always in
 * full, at its end.
 *
 * <p>Anthropic's {@code input_tokens} are those after the last cache mark only; Patchbay's include what was read from
 * and written to the cache. Anthropic's {@code output_tokens} include what was thought.
 */
final class RunningUsage {
    private static final String INPUT = "input_tokens";
    private static final String CACHE_WRITE = "cache_creation_input_tokens";
    private static final String CACHE_READ = "cache_read_input_tokens";
    private static final String OUTPUT = "output_tokens";
    private static final String OUTPUT_DETAILS = "output_tokens_details";
    private static final String THINKING = "thinking_tokens";
    private static final List<String> COUNTS = List.of(INPUT, CACHE_WRITE, CACHE_READ, OUTPUT);

    private final Map<String, Long> counts = new LinkedHashMap<>();
    private final Map<String, String> rest = new LinkedHashMap<>();
    private long thinking;

    /** Reads the object that a parser stands at the beginning of, without extras, and leaves it at the end. */
    void scan(JsonParser in) throws IOException {
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            JsonToken value = in.nextToken();
            if (value == JsonToken.VALUE_NUMBER_INT) {
                count(name, in.getValueAsLong());
            } else if (value == JsonToken.START_OBJECT && name.equals(OUTPUT_DETAILS)) {
                details(in);
            } else {
                in.skipChildren();
            }
        }
    }

    private void details(JsonParser in) throws IOException {
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            if (in.nextToken() == JsonToken.VALUE_NUMBER_INT && name.equals(THINKING)) {
                thinking = in.getValueAsLong();
            }
            in.skipChildren();
        }
    }

    private void count(String name, long count) {
        if (COUNTS.contains(name)) {
            counts.put(name, count);
        }
    }

    /** Reads the object with all that it says. */
    void read(Node.Obj usage) {
        usage.members().forEach((name, node) -> {
            if (node instanceof Node.Num number && COUNTS.contains(name) && Numbers.whole(number).isPresent()) {
                counts.put(name, Numbers.whole(number).get());
                rest.remove(name);
            } else if (name.equals(OUTPUT_DETAILS) && node instanceof Node.Obj details) {
                details(details);
            } else if (!(node instanceof Node.Null && (counts.containsKey(name) || rest.containsKey(name)))) {
                rest.put(name, node.json().text());
            }
        });
    }

    /** A 0 is left, because it is not written of itself. */
    private void details(Node.Obj details) {
        Members members = new Members(details, AnthropicMessages.ANSWER.member("usage").member(OUTPUT_DETAILS));
        thinking = members.peek(THINKING).orElse(null) instanceof Node.Num number
                ? Numbers.whole(number).orElse(0L)
                : 0;
        if (thinking > 0) {
            members.drop(THINKING);
        }
        if (members.isEmpty() && thinking > 0) {
            rest.remove(OUTPUT_DETAILS);
        } else {
            rest.put(OUTPUT_DETAILS, members.json());
        }
    }

    /** What was used so far. */
    Usage usage() {
        long read = counts.getOrDefault(CACHE_READ, 0L);
        long written = counts.getOrDefault(CACHE_WRITE, 0L);
        List<Extra> extras = new ArrayList<>(rest.size());
        rest.forEach((name, json) -> extras.add(AnthropicMessages.extra(name, json)));
        return Usage.builder()
                .inputTokens(counts.getOrDefault(INPUT, 0L) + read + written)
                .cacheReadTokens(read)
                .cacheWriteTokens(written)
                .outputTokens(counts.getOrDefault(OUTPUT, 0L))
                .reasoningTokens(thinking)
                .extras(extras)
                .build();
    }

    /** Writes the object. */
    static void write(Usage usage, JsonWriter out) {
        Extras extras = AnthropicMessages.extras(usage.extras());
        long cached = usage.cacheReadTokens() + usage.cacheWriteTokens();
        out.object();
        count(out, extras, INPUT, Math.max(0, usage.inputTokens() - cached));
        count(out, extras, CACHE_WRITE, usage.cacheWriteTokens());
        count(out, extras, CACHE_READ, usage.cacheReadTokens());
        count(out, extras, OUTPUT, usage.outputTokens());
        if (usage.reasoningTokens() > 0) {
            Extras details = extras.nested(OUTPUT_DETAILS);
            details.take(THINKING);
            out.name(OUTPUT_DETAILS).object().member(THINKING, usage.reasoningTokens());
            details.write(out);
            out.endObject();
            extras.take(OUTPUT_DETAILS);
        }
        extras.write(out);
        out.endObject();
    }

    /** A 0 may have come as {@code null}. */
    private static void count(JsonWriter out, Extras extras, String name, long count) {
        String form = extras.take(name).orElse("");
        out.rawMember(name, count == 0 && !form.isEmpty() ? form : Long.toString(count));
    }
}
