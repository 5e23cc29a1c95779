package io.patchbay.dialect.openai.internal;

import io.patchbay.api.model.Extra;
import io.patchbay.api.model.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads and writes usage. OpenAI counts as Patchbay does: the totals include what was cached and what was reasoning.
 */
final class UsageCodec {
    private static final String PROMPT_DETAILS = "prompt_tokens_details";
    private static final String COMPLETION_DETAILS = "completion_tokens_details";
    private static final String CACHED = "cached_tokens";
    /** OpenRouter's word; OpenAI counts no cache writes. */
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

    static Usage read(Node.Obj object) {
        Members members = new Members(object, Place.ANSWER.member("usage"));
        long input = members.count("prompt_tokens");
        long output = members.count("completion_tokens");
        if (members.peek("total_tokens").flatMap(UsageCodec::whole).equals(Optional.of(input + output))) {
            members.drop("total_tokens");
        }
        Optional<Members> prompt = details(members, PROMPT_DETAILS);
        Optional<Members> completion = details(members, COMPLETION_DETAILS);
        Usage.Builder usage = Usage.builder()
                .inputTokens(input)
                .outputTokens(output)
                .cacheReadTokens(positive(prompt, CACHED)
                        .or(() -> first(members, "prompt_cache_hit_tokens", "cache_read_input_tokens", CACHED))
                        .orElse(0L))
                .cacheWriteTokens(positive(prompt, CACHE_WRITE)
                        .or(() -> first(members, "cache_creation_input_tokens"))
                        .orElse(0L))
                .reasoningTokens(positive(completion, REASONING).or(() -> first(members, REASONING)).orElse(0L));
        List<Extra> extras = new ArrayList<>(members.extras());
        prompt.ifPresent(details -> extras.addAll(details.extra(PROMPT_DETAILS)));
        completion.ifPresent(details -> extras.addAll(details.extra(COMPLETION_DETAILS)));
        return usage.extras(extras).build();
    }

    /** Writes the object. */
    static void write(Usage usage, JsonWriter out) {
        Extras extras = new Extras(usage.extras());
        Extras prompt = extras.nested(PROMPT_DETAILS);
        Extras completion = extras.nested(COMPLETION_DETAILS);
        out.object()
                .member("prompt_tokens", usage.inputTokens())
                .member("completion_tokens", usage.outputTokens())
                .rawMember("total_tokens",
                        extras.take("total_tokens").orElseGet(() -> Long.toString(usage.totalTokens())));
        if (usage.cacheReadTokens() > 0 || usage.cacheWriteTokens() > 0 || !prompt.isEmpty()) {
            out.name(PROMPT_DETAILS).object();
            count(out, prompt, CACHED, usage.cacheReadTokens());
            count(out, prompt, CACHE_WRITE, usage.cacheWriteTokens());
            prompt.write(out);
            out.endObject();
        }
        if (usage.reasoningTokens() > 0 || !completion.isEmpty()) {
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

    /** Takes an object that has members: an empty one is left, because it is not written of itself. */
    private static Optional<Members> details(Members members, String name) {
        if (members.peek(name).orElse(null) instanceof Node.Obj object && !object.members().isEmpty()) {
            return members.object(name);
        }
        return Optional.empty();
    }

    /** Takes a count that is more than 0: a 0 is left, because it is not written of itself. */
    private static Optional<Long> positive(Optional<Members> details, String name) {
        return details.flatMap(members -> members.peek(name).flatMap(UsageCodec::whole).filter(count -> count > 0)
                .map(_ -> members.count(name)));
    }

    /** The first of a vendor's own names for a count; it is left where it stands. */
    private static Optional<Long> first(Members members, String... names) {
        return Stream.of(names).map(members::peek).flatMap(Optional::stream).map(UsageCodec::whole)
                .flatMap(Optional::stream).filter(count -> count > 0).findFirst();
    }

    private static Optional<Long> whole(Node node) {
        return node instanceof Node.Num number ? Numbers.whole(number) : Optional.empty();
    }
}
