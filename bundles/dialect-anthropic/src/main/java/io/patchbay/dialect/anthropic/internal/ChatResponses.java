package io.patchbay.dialect.anthropic.internal;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.model.Candidate;
import io.patchbay.api.model.ChatResponse;
import io.patchbay.api.model.Extra;
import io.patchbay.api.model.FinishReason;
import io.patchbay.api.model.Part;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.Place;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads and writes whole answers. */
final class ChatResponses {
    static final String STOP_SEQUENCE = "stop_sequence";
    static final String STOP_DETAILS = "stop_details";
    private static final String TYPE = "type";
    private static final String ROLE = "role";
    private static final String MESSAGE = "\"message\"";
    private static final String ASSISTANT = "\"assistant\"";

    private ChatResponses() {}

    static ChatResponse read(Bytes body, ErrorReader errors) {
        Members members = Members.of(body, AnthropicMessages.ANSWER);
        Optional<Node> error = members.take("error");
        if (error.isPresent()) {
            throw errors.inAnswer(error.get());
        }
        RunningUsage usage = new RunningUsage();
        usage(members, usage);
        String id = members.textOrEmpty("id");
        String model = members.textOrEmpty("model");
        Place place = AnthropicMessages.ANSWER.member("content");
        List<Part> parts = new ArrayList<>();
        boolean answered = false;
        for (Part part : BlockReader.read(members.array("content").orElseThrow(place::missing), place)) {
            boolean answer = isAnswer(part);
            answered |= answer;
            parts.add(answer ? Part.Text.of(((Part.ToolCall) part).arguments().text()) : part);
        }
        boolean called = parts.stream().anyMatch(Part.ToolCall.class::isInstance);
        FinishReason finish = finish(members, called, answered);
        List<Extra> candidateExtras = new ArrayList<>();
        for (String name : List.of(StopReasons.MEMBER, STOP_SEQUENCE, STOP_DETAILS)) {
            members.peek(name)
                    .ifPresent(node -> candidateExtras.add(AnthropicMessages.extra(name, node.json().text())));
            members.drop(name);
        }
        Candidate candidate = new Candidate(parts, finish, candidateExtras);
        return new ChatResponse(id, model, List.of(candidate), usage.usage(), extras(members));
    }

    /** Whether a part is an answer that came as a call of {@link AnswerTool}. */
    static boolean isAnswer(Part part) {
        return part instanceof Part.ToolCall call && call.name().equals(AnswerTool.NAME);
    }

    /** Takes what was used. */
    static boolean usage(Members members, RunningUsage usage) {
        if (!(members.peek("usage").orElse(null) instanceof Node.Obj object)) {
            return false;
        }
        members.drop("usage");
        usage.read(object);
        return true;
    }

    /** Takes the reason; a word that would not be written for it is left. */
    static FinishReason finish(Members members, boolean called, boolean answered) {
        if (!(members.peek(StopReasons.MEMBER).orElse(null) instanceof Node.Str(_, String word))) {
            return FinishReason.OTHER;
        }
        FinishReason reason = StopReasons.read(word, called, answered);
        if (StopReasons.write(reason).equals(word)) {
            members.drop(StopReasons.MEMBER);
        }
        return reason;
    }

    /** What is left of a message; the type stays, because it tells the writer that the answer came in this dialect. */
    static List<Extra> extras(Members message) {
        if (message.peek(ROLE).orElse(null) instanceof Node.Str(_, String role) && role.equals("assistant")) {
            message.drop(ROLE);
        }
        if (message.peek(TYPE).isEmpty()) {
            message.mark(TYPE, MESSAGE);
        }
        return message.extras();
    }

    static Bytes write(ChatResponse response) {
        Candidate candidate = response.candidates().getFirst();
        Extras extras = AnthropicMessages.extras(response.extras());
        BlockWriter blocks = new BlockWriter(isOwn(extras), true, new HashSet<>());
        JsonWriter out = open(response.id(), response.model(), extras);
        out.name("content").array();
        blocks.write(candidate.parts()).forEach(out::raw);
        out.endArray();
        boolean called = candidate.parts().stream().anyMatch(Part.ToolCall.class::isInstance);
        boolean refused = candidate.parts().stream().anyMatch(Part.Refusal.class::isInstance);
        candidate.extras().forEach(later -> extras.take(later.name()));
        Extras end = AnthropicMessages.extras(candidate.extras());
        List.of("content", "usage").forEach(end::take);
        stop(candidate.finish(), end, called, refused, out);
        RunningUsage.write(response.usage(), out.name("usage"));
        extras.write(out);
        return out.endObject().bytes();
    }

    /** Whether an answer was read in this dialect. */
    static boolean isOwn(Extras extras) {
        return extras.has(TYPE);
    }

    /** A message as far as its content. */
    static JsonWriter open(String id, String model, Extras extras) {
        String given = id.isEmpty() ? "msg_" + UUID.randomUUID().toString().replace("-", "") : id;
        List.of("id", "model", "content", "usage").forEach(extras::take);
        return new JsonWriter().object().member("id", given)
                .rawMember(TYPE, extras.take(TYPE).orElse(MESSAGE))
                .rawMember(ROLE, extras.take(ROLE).orElse(ASSISTANT))
                .member("model", model);
    }

    /** Writes why it ended, and all that is known of that. */
    static void stop(FinishReason reason, Extras extras, boolean called, boolean refused, JsonWriter out) {
        out.rawMember(StopReasons.MEMBER, StopReasons.write(reason, extras, called, refused))
                .rawMember(STOP_SEQUENCE, extras.take(STOP_SEQUENCE).orElse("null"));
        extras.write(out);
    }
}
