package io.patchbay.dialect.cohere.internal;

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
import java.util.List;
import java.util.Optional;

/**
 * Reads and writes usage: a chat's {@code usage}, and the {@code meta} of other answers.
 *
 * <p>{@code tokens} is what the model read and wrote, {@code billed_units} what of it costs money: without what Cohere
 * itself puts into a prompt. Cached tokens are counted among {@code tokens}, so these are the usage; what is billed rides
 * along, and counts where there is nothing else.
 */
final class UsageCodec {
    private static final String TOKENS = "tokens";
    private static final String BILLED = "billed_units";
    private static final String CACHED = "cached_tokens";
    private static final String INPUT = "input_tokens";
    private static final String OUTPUT = "output_tokens";
    private static final String REASONING = "reasoning_tokens";

    private UsageCodec() {}

    /** Reads the object that a parser stands at the beginning of, without extras; empty where it counts no tokens. */
    static Optional<Usage> scan(JsonParser in) throws IOException {
        Counts counts = new Counts();
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            JsonToken value = in.nextToken();
            if (value == JsonToken.START_OBJECT && (name.equals(TOKENS) || name.equals(BILLED))) {
                for (String each = in.nextFieldName(); each != null; each = in.nextFieldName()) {
                    if (in.nextToken().isNumeric()) {
                        counts.add(name, each, in.getValueAsLong());
                    } else {
                        in.skipChildren();
                    }
                }
            } else if (value.isNumeric()) {
                counts.add("", name, in.getValueAsLong());
            } else {
                in.skipChildren();
            }
        }
        return counts.any ? Optional.of(counts.usage().build()) : Optional.empty();
    }

    /** Takes the usage from a member of an answer. */
    static Usage take(Members answer, String name) {
        if (!(answer.peek(name).orElse(null) instanceof Node.Obj)) {
            return Usage.NONE;
        }
        Members usage = answer.object(name).orElseThrow();
        Counts counts = new Counts();
        List<Extra> extras = new ArrayList<>();
        for (String section : List.of(TOKENS, BILLED)) {
            if (usage.peek(section).orElse(null) instanceof Node.Obj object) {
                Members members = new Members(object, usage.place().member(section));
                count(section, members, counts);
                // What is left of the tokens stands for all of them: it tells the writer that they were there.
                if (section.equals(TOKENS)) {
                    usage.drop(section);
                    List.of(INPUT, OUTPUT, REASONING).forEach(each -> dropPlain(members, each));
                    extras.add(CohereV2.extra(section, members.json()));
                }
            }
        }
        count("", usage, counts);
        dropPlain(usage, CACHED);
        extras.addAll(usage.extras());
        return counts.usage().extras(extras).build();
    }

    private static void count(String section, Members members, Counts counts) {
        members.left().forEach((name, node) -> {
            if (node instanceof Node.Num number) {
                Numbers.whole(number).ifPresent(value -> counts.add(section, name, value));
            }
        });
    }

    /** Drops a count that is written of itself: no 0, and no 7.0. */
    private static void dropPlain(Members members, String name) {
        if (members.peek(name).orElse(null) instanceof Node.Num number
                && Numbers.whole(number).filter(
                        value -> value > 0 && number.json().text().equals(Long.toString(value))).isPresent()) {
            members.drop(name);
        }
    }

    /** Writes the object. */
    static void write(Usage usage, JsonWriter out) {
        Extras extras = CohereV2.extras(usage.extras());
        Optional<String> billed = extras.take(BILLED);
        boolean tokens = extras.has(TOKENS);
        out.object();
        if (billed.isPresent()) {
            out.rawMember(BILLED, billed.get());
        } else if (!tokens) {
            out.name(BILLED).object().member(INPUT, usage.inputTokens()).member(OUTPUT, usage.outputTokens())
                    .endObject();
        }
        if (tokens || billed.isEmpty()) {
            Extras rest = extras.nested(TOKENS);
            out.name(TOKENS).object();
            count(out, rest, INPUT, usage.inputTokens(), !tokens);
            count(out, rest, OUTPUT, usage.outputTokens(), !tokens);
            count(out, rest, REASONING, usage.reasoningTokens(), false);
            rest.write(out);
            out.endObject();
        }
        count(out, extras, CACHED, usage.cacheReadTokens(), false);
        extras.write(out);
        out.endObject();
    }

    /** Writes a count in the form that it came in, if that still says the same. */
    private static void count(JsonWriter out, Extras forms, String name, long count, boolean zero) {
        Optional<String> form = forms.take(name)
                .filter(json -> Extras.node(json) instanceof Node.Num number
                        && Numbers.whole(number).equals(Optional.of(count)));
        if (form.isPresent()) {
            out.rawMember(name, form.get());
        } else if (count > 0 || zero) {
            out.member(name, count);
        }
    }

    /** The counts of one usage. */
    private static final class Counts {
        private boolean any;
        private boolean tokens;
        private long input;
        private long output;
        private long reasoning;
        private long cached;

        /** Takes a count; tokens go before what is billed. */
        private void add(String section, String name, long count) {
            boolean counts = section.equals(TOKENS) || (section.equals(BILLED) && !tokens);
            switch (name) {
                case INPUT, OUTPUT -> {
                    if (counts) {
                        if (section.equals(TOKENS) && !tokens) {
                            tokens = true;
                            input = 0;
                            output = 0;
                        }
                        any = true;
                        input = name.equals(INPUT) ? count : input;
                        output = name.equals(OUTPUT) ? count : output;
                    }
                }
                case REASONING -> reasoning = section.equals(TOKENS) ? count : reasoning;
                case CACHED -> cached = section.isEmpty() ? count : cached;
                default -> {}
            }
        }

        private Usage.Builder usage() {
            return Usage.builder().inputTokens(input).outputTokens(output).reasoningTokens(reasoning)
                    .cacheReadTokens(tokens ? cached : 0);
        }
    }
}
