package io.patchbay.dialect.ollama.internal;

import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.FrameDecoder;
import io.patchbay.api.model.ChatEvent;
import io.patchbay.api.model.Extra;
import io.patchbay.api.model.FinishReason;
import io.patchbay.api.model.Json;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.TokenLogprob;
import io.patchbay.api.model.Usage;
import io.patchbay.dialect.json.Frames;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Logprobs;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of a stream; a whole answer is a stream of one line.
 *
 * <p>What a line says beside content (log probabilities, say) follows in a {@link ChatEvent.Other} that is a line of just
 * that; the last line's is the candidate's.
 */
final class LineReader implements FrameDecoder {
    static final String MESSAGE = "message";
    static final String CREATED_AT = "created_at";
    static final String LOGPROBS = "logprobs";

    private final Errors errors;
    /** The text or thought that is being said. */
    private @Nullable Part flow;
    private final List<TokenLogprob> logprobs = new ArrayList<>();
    private int flowIndex;
    private int next;
    private int calls;
    private boolean started;
    private boolean over;

    LineReader(Errors errors) {
        this.errors = errors;
    }

    @Override
    public List<ChatEvent> decode(Frame frame) {
        if (over || (frame.data().isEmpty() && !Frames.isWhole(frame))) {
            return List.of();
        }
        Members line = Members.of(Frames.read(frame), Ollama.ANSWER).withoutNulls();
        List<ChatEvent> events = new ArrayList<>();
        Optional<Node> error = line.take(Errors.MEMBER);
        if (error.isPresent()) {
            over = true;
            events.add(new ChatEvent.Failure(errors.inAnswer(error.get())));
        } else {
            line(line, events);
        }
        return events;
    }

    private void line(Members line, List<ChatEvent> events) {
        String model = line.textOrEmpty("model");
        Optional<Node> created = line.take(CREATED_AT);
        if (!started) {
            started = true;
            List<Extra> extras = new ArrayList<>();
            created.ifPresent(node -> extras.add(Ollama.extra(CREATED_AT, node.json().text())));
            events.add(new ChatEvent.Start("", model, extras));
        }
        Place place = Ollama.ANSWER.member(MESSAGE);
        Members message = line.object(MESSAGE).orElseThrow(place::missing).withoutNulls();
        message(message, events);
        // Left in the line, too: it may tell more in this dialect.
        line.peek(LOGPROBS).ifPresent(told -> logprobs.addAll(Logprobs.read(told)));
        boolean done = line.take("done").orElse(null) instanceof Node.Bool bool && bool.value();
        if (done) {
            finish(line, message, events);
        } else if (!line.isEmpty() || !message.isEmpty()) {
            if (!message.isEmpty()) {
                line.mark(MESSAGE, message.json());
            }
            events.add(new ChatEvent.Other(Ollama.NAME, new Json(line.json())));
        }
    }

    private void message(Members message, List<ChatEvent> events) {
        if (message.peek("role").orElse(null) instanceof Node.Str(_, String role) && role.equals("assistant")) {
            message.drop("role");
        }
        message.text(Messages.THINKING).ifPresent(text -> say(new Part.Reasoning("", List.of()), text, events));
        message.text(Messages.CONTENT).ifPresent(text -> say(Part.Text.of(""), text, events));
        Place place = message.place().member(Messages.TOOL_CALLS);
        message.array(Messages.TOOL_CALLS).ifPresent(array -> {
            for (Node call : array.said()) {
                call(ToolCalls.read(call, place), events);
            }
        });
    }

    private void say(Part kind, String text, List<ChatEvent> events) {
        if (text.isEmpty()) {
            return;
        }
        if (flow == null || flow.getClass() != kind.getClass()) {
            endFlow(events);
            flow = kind;
            flowIndex = next++;
            events.add(new ChatEvent.PartStart(flowIndex, 0, kind));
        }
        events.add(kind instanceof Part.Reasoning
                ? new ChatEvent.ReasoningDelta(flowIndex, text)
                : new ChatEvent.TextDelta(flowIndex, text));
    }

    /** A call comes whole; an old server gives it no id, without which no other dialect can answer it. */
    private void call(Part.ToolCall call, List<ChatEvent> events) {
        endFlow(events);
        calls++;
        String id = call.id().isEmpty() ? "call_" + calls : call.id();
        int index = next++;
        events.add(new ChatEvent.PartStart(index, 0,
                new Part.ToolCall(id, call.name(), new Json(""), call.extras())));
        events.add(new ChatEvent.ToolCallDelta(index, call.arguments().text()));
        events.add(new ChatEvent.PartEnd(index, List.of()));
    }

    private void endFlow(List<ChatEvent> events) {
        if (flow != null) {
            events.add(new ChatEvent.PartEnd(flowIndex, List.of()));
            flow = null;
        }
    }

    private void finish(Members line, Members message, List<ChatEvent> events) {
        over = true;
        endFlow(events);
        Usage usage = UsageCodec.take(line);
        if (!usage.equals(Usage.NONE)) {
            events.add(new ChatEvent.UsageReport(usage));
        }
        String word = line.textOrEmpty(FinishReasons.MEMBER);
        FinishReason reason = FinishReasons.read(word, calls > 0);
        if (!word.isEmpty() && !FinishReasons.write(reason).equals(word)) {
            line.mark(FinishReasons.MEMBER, JsonWriter.quoted(word));
        }
        List<Extra> extras = line.extras();
        extras.addAll(message.extra(MESSAGE));
        events.add(new ChatEvent.Finish(0, reason, logprobs, extras));
    }
}
