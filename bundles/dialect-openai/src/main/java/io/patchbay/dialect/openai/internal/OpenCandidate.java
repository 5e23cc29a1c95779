package io.patchbay.dialect.openai.internal;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.model.ChatEvent;
import io.patchbay.api.model.Extra;
import io.patchbay.api.model.Json;
import io.patchbay.api.model.Media;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.TokenLogprob;
import io.patchbay.dialect.json.JsonReader;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.Place;
import io.patchbay.dialect.json.Spoken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A candidate of a stream that has not come to its end: which of its parts are open. */
final class OpenCandidate {
    private final int number;
    private final PartNumbers numbers;
    private final List<OpenCall> calls = new ArrayList<>();
    private final List<TokenLogprob> logprobs = new ArrayList<>();
    /** The text, refusal or reasoning that is being said. */
    private @Nullable Part flow;
    private int flowIndex;
    private boolean finished;

    OpenCandidate(int number, PartNumbers numbers) {
        this.number = number;
        this.numbers = numbers;
    }

    boolean finished() {
        return finished;
    }

    /** Whether a tool was called. */
    boolean called() {
        return !calls.isEmpty();
    }

    /** What was told about its tokens. */
    List<TokenLogprob> logprobs() {
        return logprobs;
    }

    /** Reads a delta; what it has beside content is left in its members. */
    void delta(Members delta, List<ChatEvent> events) {
        delta.drop("role");
        if (finished) {
            return;
        }
        for (String name : MessageReader.REASONING) {
            if (delta.peek(name).orElse(null) instanceof Node.Str(_, String text)) {
                delta.drop(name);
                reasoning(name, text, events);
            }
        }
        delta.take("content").ifPresent(content -> content(content, delta.place().member("content"), events));
        delta.text("refusal").ifPresent(text -> say(new Part.Refusal("", List.of()), text, events));
        delta.object(Speech.MEMBER).ifPresent(audio -> {
            speech(audio.withoutNulls(), events);
            if (!audio.isEmpty()) {
                delta.mark(Speech.MEMBER, audio.json());
            }
        });
        List<Node> others = new ArrayList<>();
        delta.array("tool_calls").ifPresent(array -> {
            for (Node call : array.said()) {
                if (!call(Members.of(call, delta.place().member("tool_calls")).withoutNulls(), events)) {
                    others.add(call);
                }
            }
        });
        if (!others.isEmpty()) {
            JsonWriter out = new JsonWriter().array();
            others.forEach(call -> out.raw(call.json().text()));
            delta.mark("tool_calls", out.endArray().text());
        }
    }

    /** Each piece of a sound is a part, because only that can be told before its end. */
    private void speech(Members audio, List<ChatEvent> events) {
        audio.text(Speech.TRANSCRIPT).ifPresent(text -> say(Speech.transcript(), text, events));
        audio.text("data").ifPresent(base64 -> {
            begin(events);
            int index = numbers.take();
            events.add(new ChatEvent.PartStart(index, number, new Part.Audio(
                    new Media(Spoken.MEDIA_TYPE, new Media.Inline(base64)), audio.extras())));
            audio.left().clear();
            events.add(new ChatEvent.PartEnd(index, List.of()));
        });
    }

    /** Ends what is open. */
    void finish(List<ChatEvent> events) {
        endFlow(events);
        for (OpenCall call : calls) {
            call.end(events);
        }
        finished = true;
    }

    /** Content is a text; Mistral's may be an array of texts and thoughts. */
    private void content(Node content, Place place, List<ChatEvent> events) {
        switch (content) {
            case Node.Str(_, String text) -> say(Part.Text.of(""), text, events);
            case Node.Arr array -> {
                for (Part part : ContentParts.read(array, place)) {
                    switch (part) {
                        case Part.Text text -> say(new Part.Text("", text.extras()), text.text(), events);
                        case Part.Reasoning thought ->
                                say(new Part.Reasoning("", thought.extras()), thought.text(), events);
                        default -> {
                            begin(events);
                            int index = numbers.take();
                            events.add(new ChatEvent.PartStart(index, number, part));
                            events.add(new ChatEvent.PartEnd(index, List.of()));
                        }
                    }
                }
            }
            default -> throw place.invalidType("a string or an array", content.kind());
        }
    }

    /** A vendor that has both names says the same in both. */
    private void reasoning(String name, String text, List<ChatEvent> events) {
        List<Extra> mark = List.of(OpenAiChat.extra(name, "\"\""));
        if (!(flow instanceof Part.Reasoning open) || open.extras().equals(mark)) {
            say(new Part.Reasoning("", mark), text, events);
        }
    }

    private void say(Part kind, String text, List<ChatEvent> events) {
        if (text.isEmpty()) {
            return;
        }
        if (flow == null || flow.getClass() != kind.getClass()) {
            begin(events);
            flow = kind;
            flowIndex = numbers.take();
            events.add(new ChatEvent.PartStart(flowIndex, number, kind));
        }
        events.add(kind instanceof Part.Reasoning
                ? new ChatEvent.ReasoningDelta(flowIndex, text)
                : new ChatEvent.TextDelta(flowIndex, text));
    }

    /** Before a part begins, what is complete ends. */
    private void begin(List<ChatEvent> events) {
        endFlow(events);
        for (OpenCall call : calls) {
            if (call.complete()) {
                call.end(events);
            }
        }
    }

    private void endFlow(List<ChatEvent> events) {
        if (flow != null) {
            events.add(new ChatEvent.PartEnd(flowIndex, List.of()));
            flow = null;
        }
    }

    /** Reads a piece of a call; false for one that is no call of a function. */
    private boolean call(Members piece, List<ChatEvent> events) {
        if (piece.peek("type").orElse(null) instanceof Node.Str(_, String type)) {
            if (!type.isEmpty() && !type.equals("function")) {
                return false;
            }
            piece.drop("type");
        }
        if (!(piece.peek("function").orElse(null) instanceof Node.Obj)) {
            return false;
        }
        Members function = piece.object("function").orElseThrow().withoutNulls();
        boolean numbered = piece.peek("index").isPresent();
        long wireIndex = piece.count("index");
        String id = piece.text("id").orElse("");
        String name = function.text("name").orElse("");
        OpenCall call = known(numbered, wireIndex, id, name).orElse(null);
        String arguments = function.take("arguments")
                .map(node -> node instanceof Node.Str(_, String text) ? text : node.json().text())
                .orElse("");
        List<Extra> extras = piece.extras();
        extras.addAll(function.extra("function"));
        if (call == null) {
            if (name.isEmpty()) {
                throw piece.place().member("function").member("name").missing();
            }
            begin(events);
            call = new OpenCall(numbered ? wireIndex : calls.size(), id, numbers.take());
            calls.add(call);
            events.add(new ChatEvent.PartStart(call.part, number, new Part.ToolCall(id, name, new Json(""), extras)));
        } else {
            call.laterExtras.addAll(extras);
        }
        call.add(arguments, events);
        return true;
    }

    /**
     * The call that a piece goes on with. A piece has the index of its call, or at least its id; vendors that give every
     * call the index 0 tell them apart by id and name, vendors that give every piece a new id repeat no name.
     */
    private Optional<OpenCall> known(boolean numbered, long wireIndex, String id, String name) {
        for (OpenCall call : calls.reversed()) {
            boolean same = numbered
                    ? call.wireIndex == wireIndex
                    : id.isEmpty() ? name.isEmpty() : call.id.equals(id);
            if (same && (id.isEmpty() || name.isEmpty() || call.id.equals(id))) {
                return Optional.of(call);
            }
        }
        return Optional.empty();
    }

    /** A tool call whose arguments are being said. */
    private static final class OpenCall {
        private final long wireIndex;
        private final String id;
        private final int part;
        private final StringBuilder arguments = new StringBuilder();
        private final List<Extra> laterExtras = new ArrayList<>();
        private boolean ended;

        private OpenCall(long wireIndex, String id, int part) {
            this.wireIndex = wireIndex;
            this.id = id;
            this.part = part;
        }

        private void add(String piece, List<ChatEvent> events) {
            if (piece.isEmpty() || ended) {
                return;
            }
            arguments.append(piece);
            events.add(new ChatEvent.ToolCallDelta(part, piece));
        }

        /** Whether the arguments are whole, so that nothing can follow. */
        private boolean complete() {
            try {
                return !arguments.isEmpty() && JsonReader.read(Bytes.utf8(arguments.toString())) instanceof Node.Obj;
            } catch (IOException _) {
                return false;
            }
        }

        private void end(List<ChatEvent> events) {
            if (!ended) {
                ended = true;
                events.add(new ChatEvent.PartEnd(part, laterExtras));
            }
        }
    }
}
