package io.patchbay.dialect.bedrock.internal;

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

/**
 * Reads and writes usage, and what stands beside it: the members of a stream's {@code metadata}, which a whole answer
 * has at its root. They are the usage's extras; what is left of the usage itself is one of them.
 *
 * <p>Bedrock's {@code inputTokens} are without those read from and written to the cache.
 */
final class UsageCodec {
    private static final String USAGE = "usage";
    private static final String INPUT = "inputTokens";
    private static final String OUTPUT = "outputTokens";
    private static final String TOTAL = "totalTokens";
    private static final String CACHE_READ = "cacheReadInputTokens";
    private static final String CACHE_WRITE = "cacheWriteInputTokens";
    private static final String METRICS = "metrics";

    private UsageCodec() {}

    /** Reads the object that a parser stands at the beginning of, without extras, and leaves it at the end. */
    static Usage scan(JsonParser in) throws IOException {
        long input = 0;
        long output = 0;
        long read = 0;
        long written = 0;
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            if (in.nextToken() == JsonToken.VALUE_NUMBER_INT) {
                long count = in.getValueAsLong();
                switch (name) {
                    case INPUT -> input = count;
                    case OUTPUT -> output = count;
                    case CACHE_READ -> read = count;
                    case CACHE_WRITE -> written = count;
                    default -> {}
                }
            } else {
                in.skipChildren();
            }
        }
        return usage(input, output, read, written).build();
    }

    /** Takes all members of what has a usage: a stream's metadata, or a whole answer from which the rest was taken. */
    static Usage take(Members members) {
        List<Extra> extras = new ArrayList<>();
        Usage.Builder usage = Usage.builder();
        if (members.peek(USAGE).orElse(null) instanceof Node.Obj) {
            Members nested = members.object(USAGE).orElseThrow();
            usage = read(nested);
            extras.addAll(nested.extra(USAGE));
        }
        extras.addAll(members.extras());
        return usage.extras(extras).build();
    }

    private static Usage.Builder read(Members usage) {
        long read = cached(usage, CACHE_READ);
        long written = cached(usage, CACHE_WRITE);
        long input = usage.count(INPUT);
        long output = usage.count(OUTPUT);
        if (usage.peek(TOTAL).orElse(null) instanceof Node.Num total
                && Numbers.whole(total).orElse(-1L) == input + read + written + output) {
            usage.drop(TOTAL);
        }
        return usage(input, output, read, written);
    }

    /** A 0 is left, because it is not written of itself. */
    private static long cached(Members usage, String name) {
        boolean some = usage.peek(name).orElse(null) instanceof Node.Num number && Numbers.whole(number).orElse(0L) > 0;
        return some ? usage.count(name) : 0;
    }

    private static Usage.Builder usage(long input, long output, long read, long written) {
        return Usage.builder().inputTokens(input + read + written).outputTokens(output).cacheReadTokens(read)
                .cacheWriteTokens(written);
    }

    /**
     * Writes usage and what stands beside it, as members of the object that is open; both are required, also of nobody.
     */
    static void write(Usage usage, JsonWriter out) {
        Extras extras = BedrockConverse.extras(usage.extras());
        Extras nested = extras.nested(USAGE);
        out.name(USAGE).object()
                .member(INPUT, Math.max(0, usage.inputTokens() - usage.cacheReadTokens() - usage.cacheWriteTokens()))
                .member(OUTPUT, usage.outputTokens());
        if (!nested.has(TOTAL)) {
            out.member(TOTAL, usage.totalTokens());
        }
        cached(out, nested, CACHE_READ, usage.cacheReadTokens());
        cached(out, nested, CACHE_WRITE, usage.cacheWriteTokens());
        nested.write(out);
        out.endObject();
        if (!extras.has(METRICS)) {
            out.rawMember(METRICS, "{\"latencyMs\":0}");
        }
        extras.write(out);
    }

    private static void cached(JsonWriter out, Extras nested, String name, long count) {
        if (count > 0) {
            nested.take(name);
            out.member(name, count);
        }
    }
}
