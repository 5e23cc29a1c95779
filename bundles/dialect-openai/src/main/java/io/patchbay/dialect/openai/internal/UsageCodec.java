package io.patchbay.dialect.openai.internal;

import com.fasterxml.jackson.core.JsonParser;
import io.patchbay.api.model.Extra;
import io.patchbay.api.model.Usage;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.Numbers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads and writes usage. */
final class UsageCodec {
    private static final String PROMPT_DETAILS = "prompt_tokens_details";
    private static final String COMPLETION_DETAILS = "completion_tokens_details";
    private static final String CACHED = "cached_tokens";
    private static final String CACHE_WRITE = "cache_write_tokens";
    private static final String REASONING = "reasoning_tokens";

    private UsageCodec() {}

    /** Takes an answer's usage; Groq says the usage of a stream in a place of its own as well, or only there. */
    static Optional<Usage> take(Members members) {
        if (members.peek("usage").orElse(null) instanceof Node.Obj object) {
            members.drop("usage");
            return Optional.of(read(object));
        }
        return members.peek("x_groq").orElse(null) instanceof Node.Obj groq
                && groq.members().get("usage") instanceof Node.Obj object
                        ? Optional.of(read(object))
                        : Optional.empty();
    }

    /** Reads the object that a parser stands at the beginning of, without extras, and leaves it at the end. */
    static Usage scan(JsonParser in) throws IOException {
        UsageCounts counts = new UsageCounts();
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
        return counts.usage().build();
    }

    private static Usage read(Node.Obj object) {
        Members members = new Members(object, OpenAiChat.ANSWER.member("usage"));
        UsageCounts counts = new UsageCounts();
        count(members, counts);
        List<Extra> extras = new ArrayList<>();
        for (String name : List.of(PROMPT_DETAILS, COMPLETION_DETAILS)) {
            // An empty object is left, because it is not written of itself.
            if (members.peek(name).orElse(null) instanceof Node.Obj details && !details.members().isEmpty()) {
                Members nested = members.object(name).orElseThrow();
                count(nested, counts);
                // So is a 0.
                for (String count : List.of(CACHED, CACHE_WRITE, REASONING)) {
                    if (whole(nested, count) > 0) {
                        nested.drop(count);
                    }
                }
                extras.addAll(nested.extra(name));
            }
        }
        if (whole(members, "total_tokens") == counts.usage().build().totalTokens()) {
            members.drop("total_tokens");
        }
        members.drop("prompt_tokens");
        members.drop("completion_tokens");
        extras.addAll(0, members.extras());
        return counts.usage().extras(extras).build();
    }

    private static long whole(Members members, String name) {
        return members.peek(name).orElse(null) instanceof Node.Num number ? Numbers.whole(number).orElse(-1L) : -1;
    }

    private static void count(Members members, UsageCounts counts) {
        members.left().forEach((name, node) -> {
            if (node instanceof Node.Num number) {
                Numbers.whole(number).ifPresent(count -> counts.add(name, count));
            }
        });
    }

    /** Writes the object. */
    static void write(Usage usage, JsonWriter out) {
        Extras extras = OpenAiChat.extras(usage.extras());
        Extras prompt = extras.nested(PROMPT_DETAILS);
        Extras completion = extras.nested(COMPLETION_DETAILS);
        out.object()
                .member("prompt_tokens", usage.inputTokens())
                .member("completion_tokens", usage.outputTokens());
        // Mistral's total has audio in it that neither of its parts has.
        if (!extras.has("total_tokens")) {
            out.member("total_tokens", usage.totalTokens());
        }
        if (usage.cacheReadTokens() > 0 || usage.cacheWriteTokens() > 0 || !prompt.isEmpty()) {
            extras.take(PROMPT_DETAILS);
            out.name(PROMPT_DETAILS).object();
            count(out, prompt, CACHED, usage.cacheReadTokens());
            count(out, prompt, CACHE_WRITE, usage.cacheWriteTokens());
            prompt.write(out);
            out.endObject();
        }
        if (usage.reasoningTokens() > 0 || !completion.isEmpty()) {
            extras.take(COMPLETION_DETAILS);
            out.name(COMPLETION_DETAILS).object();
            count(out, completion, REASONING, usage.reasoningTokens());
            completion.write(out);
            out.endObject();
        }
        extras.write(out);
        out.endObject();
    }

    private static void count(JsonWriter out, Extras details, String name, long count) {
        if (count > 0) {
            details.take(name);
            out.member(name, count);
        }
    }
}
