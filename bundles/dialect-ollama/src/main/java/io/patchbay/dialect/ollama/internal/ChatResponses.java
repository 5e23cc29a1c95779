package io.patchbay.dialect.ollama.internal;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.model.Candidate;
import io.patchbay.api.model.ChatAccumulator;
import io.patchbay.api.model.ChatResponse;
import io.patchbay.api.model.FinishReason;
import io.patchbay.api.model.TokenLogprob;
import io.patchbay.api.model.Usage;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Logprobs;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;

/**
 * Reads and writes whole answers.
 *
 * <p>What only this dialect knows of the message is one extra of the candidate, named {@code message}.
 */
final class ChatResponses {
    private ChatResponses() {}

    static ChatResponse read(Bytes body, Errors errors) {
        ChatAccumulator accumulator = new ChatAccumulator();
        new LineReader(errors).decode(Frame.of(body)).forEach(accumulator::add);
        return accumulator.response();
    }

    /** Writes the first candidate: this dialect has one answer only. */
    static Bytes write(ChatResponse response, InstantSource clock) {
        Candidate candidate = response.candidates().getFirst();
        Extras extras = Ollama.extras(candidate.extras());
        JsonWriter out = new JsonWriter().object().member("model", response.model())
                .rawMember(LineReader.CREATED_AT, created(Ollama.extras(response.extras()), clock))
                .name(LineReader.MESSAGE).object().member("role", "assistant");
        new MessageWriter(out, new HashSet<>()).parts(candidate.parts(), extras.nested(LineReader.MESSAGE));
        out.endObject();
        end(candidate.finish(), response.usage(), candidate.logprobs(), extras, out);
        return out.endObject().bytes();
    }

    /** When the answer was made, as JSON. */
    static String created(Extras extras, InstantSource clock) {
        return extras.take(LineReader.CREATED_AT).orElseGet(() -> JsonWriter.quoted(clock.instant().toString()));
    }

    /** Writes what a whole answer and the last line of a stream say at their end. */
    static void end(FinishReason reason, Usage usage, List<TokenLogprob> logprobs, Extras extras, JsonWriter out) {
        out.rawMember("done", "true").rawMember(FinishReasons.MEMBER, FinishReasons.write(reason, extras));
        UsageCodec.write(usage, out);
        if (!logprobs.isEmpty() && !extras.has(LineReader.LOGPROBS)) {
            out.rawMember(LineReader.LOGPROBS, Logprobs.write(logprobs));
        }
        extras.write(out);
    }
}
