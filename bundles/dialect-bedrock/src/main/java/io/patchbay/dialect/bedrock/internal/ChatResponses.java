package io.patchbay.dialect.bedrock.internal;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.model.Candidate;
import io.patchbay.api.model.ChatResponse;
import io.patchbay.api.model.Extra;
import io.patchbay.api.model.FinishReason;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.Usage;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Place;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads and writes whole answers.
 *
 * <p>What only this dialect knows of the message is one extra of the candidate, named {@code message}; what stands
 * beside the message, one named {@code output}.
 */
final class ChatResponses {
    /** What a model says of itself, beside the reason why it stopped. */
    static final String MODEL_FIELDS = "additionalModelResponseFields";

    private static final String OUTPUT = "output";
    private static final String MESSAGE = "message";
    private static final String ASSISTANT = "\"assistant\"";

    private ChatResponses() {}

    static ChatResponse read(Bytes body) {
        Members members = Members.of(body, BedrockConverse.ANSWER);
        Place place = BedrockConverse.ANSWER.member(OUTPUT);
        Members output = members.object(OUTPUT).orElseThrow(place::missing);
        Members message = output.object(MESSAGE).orElseThrow(() -> place.member(MESSAGE).missing());
        List<Part> parts = message.array("content")
                .map(array -> BlockReader.read(array, place.member(MESSAGE).member("content")))
                .orElseThrow(() -> place.member(MESSAGE).member("content").missing());
        dropAssistant(message);
        boolean answered = parts.stream().anyMatch(AnswerTool::isCall);
        parts = parts.stream().map(AnswerTool::answer).toList();
        FinishReason finish = FinishReasons.take(members, called(parts), answered);
        List<Extra> extras = new ArrayList<>();
        for (String name : List.of("stopReason", MODEL_FIELDS)) {
            members.take(name).ifPresent(node -> extras.add(BedrockConverse.extra(name, node.json().text())));
        }
        extras.addAll(message.extra(MESSAGE));
        extras.addAll(output.extra(OUTPUT));
        Usage usage = UsageCodec.take(members);
        return new ChatResponse("", "", List.of(new Candidate(parts, finish, extras)), usage, List.of());
    }

    /** Takes the role that every answer has. */
    static void dropAssistant(Members message) {
        if (message.peek("role").filter(role -> role.json().text().equals(ASSISTANT)).isPresent()) {
            message.drop("role");
        }
    }

    private static boolean called(List<Part> parts) {
        return parts.stream().anyMatch(Part.ToolCall.class::isInstance);
    }

    /** Writes the first candidate: an answer has one. */
    static Bytes write(ChatResponse response) {
        Candidate candidate = response.candidates().getFirst();
        Extras extras = BedrockConverse.extras(candidate.extras());
        Extras message = extras.nested(MESSAGE);
        Extras output = extras.nested(OUTPUT);
        JsonWriter out = new JsonWriter().object().name(OUTPUT).object().name(MESSAGE).object()
                .rawMember("role", message.take("role").orElse(ASSISTANT)).name("content").array();
        BlockWriter.ofAnswer().write(candidate.parts()).forEach(out::raw);
        out.endArray();
        message.write(out);
        out.endObject();
        output.write(out);
        out.endObject().rawMember("stopReason", FinishReasons.write(candidate.finish(), extras));
        extras.write(out);
        UsageCodec.write(response.usage(), out);
        BedrockConverse.extras(response.extras()).write(out);
        return out.endObject().bytes();
    }
}
