package io.patchbay.dialect.cohere.internal;

import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.model.Candidate;
import io.patchbay.api.model.ChatResponse;
import io.patchbay.api.model.Extra;
import io.patchbay.api.model.FinishReason;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.TokenLogprob;
import io.patchbay.api.model.Usage;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import java.util.List;
import java.util.Optional;

/**
 * Reads and writes whole answers.
 *
 * <p>What only this dialect knows of the message is one extra of the candidate, named {@code message}.
 */
final class ChatResponses {
    private static final String MESSAGE = "message";

    private ChatResponses() {}

    static ChatResponse read(Bytes body, ErrorReader errors) {
        Members members = Members.of(body, CohereV2.ANSWER);
        if (members.peek(MESSAGE).orElse(null) instanceof Node.Str error) {
            throw errors.inAnswer(error.value());
        }
        String id = members.textOrEmpty("id");
        Usage usage = UsageCodec.take(members, "usage");
        Members message = members.object(MESSAGE).orElseThrow(() -> CohereV2.ANSWER.member(MESSAGE).missing());
        if (message.peek("role").orElse(null) instanceof Node.Str(_, String role) && role.equals("assistant")) {
            message.drop("role");
        }
        List<Part> parts = MessageReader.parts(message, true);
        FinishReason finish = finish(members, parts.stream().anyMatch(Part.ToolCall.class::isInstance));
        List<TokenLogprob> logprobs = members.peek(Logprobs.NAME).map(Logprobs::read).orElse(List.of());
        List<Extra> candidate = message.extra(MESSAGE);
        List<Extra> extras = members.extras();
        return new ChatResponse(id, "", List.of(new Candidate(parts, finish, logprobs, candidate)), usage, extras);
    }

    /** Takes the reason; a word that would not be written for it is left. */
    private static FinishReason finish(Members answer, boolean called) {
        if (!(answer.peek(FinishReasons.MEMBER).orElse(null) instanceof Node.Str(_, String word))) {
            return FinishReason.OTHER;
        }
        Optional<GatewayException> failure = FinishReasons.failure(word);
        if (failure.isPresent()) {
            throw failure.get();
        }
        FinishReason reason = FinishReasons.read(word, called);
        if (FinishReasons.write(reason).equals(word)) {
            answer.drop(FinishReasons.MEMBER);
        }
        return reason;
    }

    /** Writes the first candidate: this dialect has one answer only. */
    static Bytes write(ChatResponse response) {
        Extras extras = CohereV2.extras(response.extras());
        Candidate candidate = response.candidates().getFirst();
        JsonWriter out = new JsonWriter().object();
        extras.take("id");
        out.member("id", response.id())
                .rawMember(FinishReasons.MEMBER, FinishReasons.write(candidate.finish(), extras))
                .name(MESSAGE).object();
        message(SaidParts.of(candidate.parts()), candidate.finish() == FinishReason.LENGTH,
                CohereV2.extras(candidate.extras()).nested(MESSAGE), out);
        out.endObject();
        if (!response.usage().equals(Usage.NONE)) {
            extras.take("usage");
            UsageCodec.write(response.usage(), out.name("usage"));
        }
        if (!candidate.logprobs().isEmpty() && !extras.has(Logprobs.NAME)) {
            out.name(Logprobs.NAME).array();
            candidate.logprobs().forEach(token -> Logprobs.write(token, out));
            out.endArray();
        }
        extras.write(out);
        return out.endObject().bytes();
    }

    private static void message(SaidParts said, boolean cut, Extras extras, JsonWriter out) {
        out.rawMember("role", extras.take("role").orElse("\"assistant\""));
        content(said.content(), extras, out);
        said.writePlanAndCalls(extras, new CallIds(), cut, out);
        if (!said.citations().isEmpty()) {
            extras.take(Citations.MEMBER);
            out.name(Citations.MEMBER).array();
            said.citations().forEach(citation -> Citations.write(citation, out));
            out.endArray();
        }
        extras.write(out);
    }

    private static void content(List<Part> parts, Extras extras, JsonWriter out) {
        Optional<String> form = extras.take(MessageReader.CONTENT);
        // A thought without words is one that only another dialect's provider can read.
        List<Part> blocks = parts.stream()
                .filter(part -> !(part instanceof Part.Reasoning thought && thought.text().isEmpty()))
                .toList();
        if (blocks.isEmpty()) {
            form.ifPresent(json -> out.rawMember(MessageReader.CONTENT, json));
            return;
        }
        out.name(MessageReader.CONTENT);
        if (ContentBlocks.isPlain(blocks) && form.equals(Optional.of("\"\""))) {
            out.string(((Part.Text) blocks.getFirst()).text());
            return;
        }
        out.array();
        blocks.forEach(block -> ContentBlocks.write(block, out));
        out.endArray();
    }
}
