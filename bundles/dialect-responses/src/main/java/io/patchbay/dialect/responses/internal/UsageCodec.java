package io.patchbay.dialect.responses.internal;

import com.fasterxml.jackson.core.JsonParser;
import io.patchbay.api.model.Extra;
import io.patchbay.api.model.Usage;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads and writes usage. OpenAI counts as Patchbay does: the totals include what was cached and what was reasoning.
 */
final class UsageCodec {
    private static final String INPUT = "input_tokens";
    private static final String OUTPUT = "output_tokens";
    private static final String TOTAL = "total_tokens";
    private static final String INPUT_DETAILS = "input_tokens_details";
    private static final String OUTPUT_DETAILS = "output_tokens_details";
    private static final String CACHED = "cached_tokens";
    private static final String CACHE_WRITE = "cache_write_tokens";
    private static final String REASONING = "reasoning_tokens";

    private UsageCodec() {}

    /** Takes an answer's usage. */
    static Optional<Usage> take(Members response) {
        if (!(response.peek("usage").orElse(null) instanceof Node.Obj object)) {
            return Optional.empty();
        }
        response.drop("usage");
        Members members = new Members(object, response.place().member("usage"));
        Usage.Builder usage = Usage.builder().inputTokens(members.count(INPUT)).outputTokens(members.count(OUTPUT));
        List<Extra> extras = new ArrayList<>();
        details(members, INPUT_DETAILS).ifPresent(details -> {
            usage.cacheReadTokens(details.count(CACHED)).cacheWriteTokens(details.count(CACHE_WRITE));
            extras.addAll(details.extra(INPUT_DETAILS));
        });
        details(members, OUTPUT_DETAILS).ifPresent(details -> {
            usage.reasoningTokens(details.count(REASONING));
            extras.addAll(details.extra(OUTPUT_DETAILS));
        });
        Optional<Node> total = members.peek(TOTAL);
        if (members.count(TOTAL) != usage.build().totalTokens()) {
            total.ifPresent(node -> members.mark(TOTAL, node.json().text()));
        }
        extras.addAll(0, members.extras());
        return Optional.of(usage.extras(extras).build());
    }

    private static Optional<Members> details(Members members, String name) {
        return members.peek(name).orElse(null) instanceof Node.Obj ? members.object(name) : Optional.empty();
    }

    /** Reads the object that a parser stands at the beginning of, without extras, and leaves it at the end. */
    static Usage scan(JsonParser in) throws IOException {
        Usage.Builder usage = Usage.builder();
        String[] around = new String[3];
        String name = "";
        for (int depth = 1; depth > 0;) {
            switch (in.nextToken()) {
                case FIELD_NAME -> name = in.currentName();
                case VALUE_NUMBER_INT -> count(usage, depth == 2 ? around[1] + "." + name : depth == 1 ? name : "",
                        in.getValueAsLong());
                case START_OBJECT, START_ARRAY -> {
                    if (depth < around.length) {
                        around[depth] = name;
                    }
                    depth++;
                }
                case END_OBJECT, END_ARRAY -> depth--;
                default -> {}
            }
        }
        return usage.build();
    }

    private static void count(Usage.Builder usage, String path, long count) {
        switch (path) {
            case INPUT -> usage.inputTokens(count);
            case OUTPUT -> usage.outputTokens(count);
            case INPUT_DETAILS + "." + CACHED -> usage.cacheReadTokens(count);
            case INPUT_DETAILS + "." + CACHE_WRITE -> usage.cacheWriteTokens(count);
            case OUTPUT_DETAILS + "." + REASONING -> usage.reasoningTokens(count);
            default -> {}
        }
    }

    /** Writes the object, with all that OpenAI's schema requires. */
    static void write(Usage usage, JsonWriter out) {
        Extras extras = OpenAiResponses.extras(usage.extras());
        Extras input = extras.nested(INPUT_DETAILS);
        Extras output = extras.nested(OUTPUT_DETAILS);
        out.object().member(INPUT, usage.inputTokens()).name(INPUT_DETAILS).object();
        count(out, input, CACHED, usage.cacheReadTokens());
        count(out, input, CACHE_WRITE, usage.cacheWriteTokens());
        end(out, input);
        out.member(OUTPUT, usage.outputTokens()).name(OUTPUT_DETAILS).object();
        count(out, output, REASONING, usage.reasoningTokens());
        end(out, output);
        List.of(INPUT, OUTPUT, INPUT_DETAILS, OUTPUT_DETAILS).forEach(extras::take);
        if (!extras.has(TOTAL)) {
            out.member(TOTAL, usage.totalTokens());
        }
        end(out, extras);
    }

    private static void count(JsonWriter out, Extras details, String name, long count) {
        details.take(name);
        out.member(name, count);
    }

    private static void end(JsonWriter out, Extras rest) {
        rest.write(out);
        out.endObject();
    }
}
