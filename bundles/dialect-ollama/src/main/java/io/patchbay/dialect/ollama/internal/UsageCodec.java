package io.patchbay.dialect.ollama.internal;

import io.patchbay.api.model.Usage;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.Numbers;

/** Reads and writes the counts of an answer; a 0 is not written of itself, and left where it came. */
final class UsageCodec {
    static final String INPUT = "prompt_eval_count";
    static final String OUTPUT = "eval_count";

    private UsageCodec() {}

    static Usage take(Members answer) {
        return Usage.of(count(answer, INPUT), count(answer, OUTPUT));
    }

    private static long count(Members answer, String name) {
        long count = answer.peek(name).orElse(null) instanceof Node.Num number
                ? Numbers.whole(number).orElse(0L)
                : 0;
        if (count > 0) {
            answer.drop(name);
        }
        return Math.max(count, 0);
    }

    static void write(Usage usage, JsonWriter out) {
        if (usage.inputTokens() > 0) {
            out.member(INPUT, usage.inputTokens());
        }
        if (usage.outputTokens() > 0) {
            out.member(OUTPUT, usage.outputTokens());
        }
    }
}
