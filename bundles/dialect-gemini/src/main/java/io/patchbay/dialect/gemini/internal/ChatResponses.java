package io.patchbay.dialect.gemini.internal;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.model.Candidate;
import io.patchbay.api.model.ChatAccumulator;
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
import io.patchbay.dialect.json.Numbers;
import io.patchbay.dialect.json.Place;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/** Reads and writes whole answers. */
final class ChatResponses {
    static final String CANDIDATES = "candidates";
    static final String ID = "responseId";
    static final String MODEL = "modelVersion";

    private static final String FEEDBACK = "promptFeedback";
    private static final String CONTENT = "content";
    private static final String INDEX = "index";

    private ChatResponses() {}

    /** Reads an answer: an object, or the array that a stream is where no events were asked for. */
    static ChatResponse read(Bytes body, ErrorReader errors) {
        Node root = Camel.parse(body, Gemini.ANSWER);
        if (root instanceof Node.Arr array) {
            ChunkDecoder decoder = new ChunkDecoder(errors);
            ChatAccumulator answer = new ChatAccumulator();
            array.elements().forEach(chunk -> decoder.decode(chunk).forEach(answer::add));
            return answer.response();
        }
        return read(Camel.members(root, Gemini.ANSWER), errors);
    }

    private static ChatResponse read(Members members, ErrorReader errors) {
        Optional<Node> error = members.take(ErrorReader.ERROR);
        if (error.isPresent()) {
            throw errors.inAnswer(error.get());
        }
        String id = members.textOrEmpty(ID);
        String model = members.textOrEmpty(MODEL);
        Usage usage = UsageCodec.take(members).orElse(Usage.NONE);
        Place place = Gemini.ANSWER.member(CANDIDATES);
        List<Candidate> candidates = new ArrayList<>();
        for (Node candidate : members.array(CANDIDATES).map(Node.Arr::elements).orElse(List.of())) {
            int number = candidates.size();
            candidates.add(candidate(Camel.members(candidate, place.element(number)), number, id));
        }
        if (candidates.isEmpty() && !isBlocked(members)) {
            throw place.missing();
        }
        if (candidates.isEmpty()) {
            candidates.add(new Candidate(List.of(), FinishReason.CONTENT_FILTER, List.of()));
        }
        return new ChatResponse(id, model, candidates, usage, members.extras());
    }

    /** Whether the prompt was refused: then there are no candidates. */
    static boolean isBlocked(Members answer) {
        return answer.peek(FEEDBACK).orElse(null) instanceof Node.Obj feedback
                && Camel.of(feedback).members().get("blockReason") instanceof Node.Str;
    }

    private static Candidate candidate(Members candidate, int number, String id) {
        if (candidate.peek(INDEX).orElse(null) instanceof Node.Num index
                && Numbers.whole(index).equals(Optional.of((long) number))) {
            candidate.drop(INDEX);
        }
        Optional<Members> content = Camel.take(candidate, CONTENT);
        List<Part> parts = content.map(said -> Contents.parts(said, CallIds.ofAnswer(id, number))).orElse(List.of());
        if (content.isEmpty()) {
            candidate.mark(CONTENT, "null");
        }
        FinishReason finish =
                FinishReasons.take(candidate, parts.stream().anyMatch(Part.ToolCall.class::isInstance));
        List<TokenLogprob> logprobs = Logprobs.of(candidate);
        List<Extra> extras = candidate.extras();
        content.ifPresent(said -> {
            role(said);
            extras.addAll(said.extra(CONTENT));
        });
        return new Candidate(parts, finish, logprobs, extras);
    }

    /** Takes the role of an answer's content, which is always the model's. */
    static void role(Members content) {
        if (content.peek(Contents.ROLE).isEmpty()) {
            content.mark(Contents.ROLE, "null");
        } else if (content.peek(Contents.ROLE).get() instanceof Node.Str(_, String role) && role.equals("model")) {
            content.drop(Contents.ROLE);
        }
    }

    static Bytes write(ChatResponse response) {
        Extras extras = Gemini.extras(response.extras());
        JsonWriter out = new JsonWriter().object();
        if (!(response.candidates().size() == 1 && tellsOfARefusedPrompt(response.candidates().getFirst(), extras))) {
            out.name(CANDIDATES).array();
            for (int i = 0; i < response.candidates().size(); i++) {
                Candidate candidate = response.candidates().get(i);
                write(candidate.parts(), Optional.of(candidate.finish()), candidate.logprobs(),
                        Gemini.extras(candidate.extras()), i, out);
            }
            out.endArray();
        }
        if (!response.usage().equals(Usage.NONE)) {
            extras.take(UsageCodec.NAME);
            UsageCodec.write(response.usage(), out.name(UsageCodec.NAME));
        }
        name(response.id(), response.model(), extras, out);
        extras.write(out);
        return out.endObject().bytes();
    }

    /** Writes the names of the model and of the answer, where they are known. */
    static void name(String id, String model, Extras extras, JsonWriter out) {
        if (!model.isEmpty()) {
            extras.take(MODEL);
            out.member(MODEL, model);
        }
        if (!id.isEmpty()) {
            extras.take(ID);
            out.member(ID, id);
        }
    }

    /** Whether a candidate stands for a prompt that was refused. */
    static boolean tellsOfARefusedPrompt(Candidate candidate, Extras answer) {
        return answer.has(FEEDBACK) && candidate.parts().isEmpty() && candidate.extras().isEmpty()
                && candidate.finish() == FinishReason.CONTENT_FILTER;
    }

    /** Writes a candidate, or what a chunk says of one; a call that was cut off is left out: nobody may act on it. */
    static void write(List<Part> said, Optional<FinishReason> finish, List<TokenLogprob> logprobs, Extras extras,
            int number, JsonWriter out) {
        boolean cut = finish.isPresent() && finish.get() == FinishReason.LENGTH;
        List<Part> parts = said.stream()
                .filter(part -> !(cut && part instanceof Part.ToolCall call && !PartWriter.isWhole(call)))
                .toList();
        out.object();
        if (extras.is(CONTENT, "null") && parts.isEmpty()) {
            extras.take(CONTENT);
        } else {
            content(parts, extras, out);
        }
        finish.ifPresent(reason -> FinishReasons.write(reason, extras, out));
        out.rawMember(INDEX, extras.take(INDEX).orElse(Integer.toString(number)));
        if (!logprobs.isEmpty() && !extras.has(Logprobs.NAME)) {
            Logprobs.write(logprobs, out);
        }
        extras.write(out);
        out.endObject();
    }

    private static void content(List<Part> parts, Extras extras, JsonWriter out) {
        Extras own = extras.nested(CONTENT);
        extras.take(CONTENT);
        out.name(CONTENT).object();
        if (!parts.isEmpty()) {
            own.take(Contents.PARTS);
            PartWriter writer = new PartWriter(out.name(Contents.PARTS).array(), new LinkedHashSet<>());
            parts.forEach(writer::write);
            out.endArray();
        }
        String role = own.take(Contents.ROLE).orElse("\"model\"");
        if (!role.equals("null")) {
            out.rawMember(Contents.ROLE, role);
        }
        own.write(out);
        out.endObject();
    }
}
