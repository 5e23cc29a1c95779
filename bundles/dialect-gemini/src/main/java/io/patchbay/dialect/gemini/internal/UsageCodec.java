package io.patchbay.dialect.gemini.internal;

import com.fasterxml.jackson.core.JsonParser;
import io.patchbay.api.model.Extra;
import io.patchbay.api.model.Usage;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.Numbers;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Reads and writes usage.
 *
 * <p>Gemini counts thinking apart from the answer, and what its own tools put into the prompt apart from the prompt; both
 * belong to the totals here. What was cached is part of the prompt's count already.
 */
final class UsageCodec {
    static final String NAME = "usageMetadata";

    private static final String PROMPT = "promptTokenCount";
    private static final String TOOL_PROMPT = "toolUsePromptTokenCount";
    private static final String CACHED = "cachedContentTokenCount";
    private static final String ANSWER = "candidatesTokenCount";
    private static final String THOUGHTS = "thoughtsTokenCount";
    private static final String TOTAL = "totalTokenCount";

    private UsageCodec() {}

    /** Takes an answer's usage. */
    static Optional<Usage> take(Members members) {
        return Camel.take(members, NAME).map(UsageCodec::read);
    }

    /** Reads the object that a parser stands at the beginning of, without extras, and leaves it at the end. */
    static Usage scan(JsonParser in) throws IOException {
        Counts counts = new Counts();
        String name = "";
        for (int depth = 1; depth > 0;) {
            switch (in.nextToken()) {
                case FIELD_NAME -> name = in.currentName();
                case VALUE_NUMBER_INT -> counts.add(name, in.getValueAsLong());
                case START_OBJECT, START_ARRAY -> depth++;
                case END_OBJECT, END_ARRAY -> depth--;
                default -> {}
            }
        }
        return counts.usage(List.of());
    }

    private static Usage read(Members members) {
        Counts counts = new Counts();
        for (String name : List.of(PROMPT, CACHED, ANSWER, THOUGHTS, TOOL_PROMPT)) {
            long count = whole(members, name);
            counts.add(name, count);
            // A 0 is not written of itself, and what tools put into the prompt has no field of its own.
            if (count > 0 && !name.equals(TOOL_PROMPT)) {
                members.drop(name);
            }
        }
        long total = counts.usage(List.of()).totalTokens();
        if (members.peek(TOTAL).isEmpty()) {
            members.mark(TOTAL, "null");
        } else if (whole(members, TOTAL) == total) {
            members.drop(TOTAL);
        }
        return counts.usage(members.extras());
    }

    private static long whole(Members members, String name) {
        return members.peek(name).orElse(null) instanceof Node.Num number ? Numbers.whole(number).orElse(0L) : 0;
    }

    /** Writes the object. */
    static void write(Usage usage, JsonWriter out) {
        Extras extras = Gemini.extras(usage.extras());
        JsonWriter copy = new JsonWriter().object();
        Gemini.extras(usage.extras()).write(copy);
        Members own = new Members((Node.Obj) Extras.node(copy.endObject().text()), Gemini.ANSWER);
        out.object();
        count(PROMPT, usage.inputTokens() - whole(own, TOOL_PROMPT), extras, out);
        count(CACHED, usage.cacheReadTokens(), extras, out);
        count(ANSWER, usage.outputTokens() - usage.reasoningTokens(), extras, out);
        count(THOUGHTS, usage.reasoningTokens(), extras, out);
        if (extras.is(TOTAL, "null")) {
            extras.take(TOTAL);
        } else if (!extras.has(TOTAL)) {
            out.member(TOTAL, usage.totalTokens());
        }
        extras.write(out);
        out.endObject();
    }

    private static void count(String name, long count, Extras extras, JsonWriter out) {
        if (count > 0) {
            extras.take(name);
            out.member(name, count);
        }
    }

    /** Counts by their names. */
    private static final class Counts {
        private long prompt;
        private long toolPrompt;
        private long cached;
        private long answer;
        private long thoughts;

        private void add(String name, long count) {
            switch (name) {
                case PROMPT -> prompt = count;
                case TOOL_PROMPT -> toolPrompt = count;
                case CACHED -> cached = count;
                case ANSWER -> answer = count;
                case THOUGHTS -> thoughts = count;
                default -> {}
            }
        }

        private Usage usage(List<Extra> extras) {
            return Usage.builder().inputTokens(prompt + toolPrompt).cacheReadTokens(cached)
                    .outputTokens(answer + thoughts).reasoningTokens(thoughts).extras(extras).build();
        }
    }
}
