package io.patchbay.dialect.ollama.internal;

import io.patchbay.api.dialect.EventEncoder;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.model.ChatEvent;
import io.patchbay.api.model.Json;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.TokenLogprob;
import io.patchbay.api.model.Usage;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Node;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes events as lines, one for each piece of text; a call is whole in this dialect, so it waits for its end, and the last
 * line says both why the answer ended and what it used. There is one answer only: other candidates are left out.
 */
final class LineWriter implements EventEncoder {
    private final InstantSource clock;
    private final Map<Integer, Part> parts = new HashMap<>();
    private final Map<Integer, StringBuilder> arguments = new HashMap<>();
    private final StringBuilder out = new StringBuilder();
    private String model = "";
    private String created = "\"\"";
    private Optional<ChatEvent.Finish> finish = Optional.empty();
    private Usage usage = Usage.NONE;
    /** Whether lines of this dialect have told log probabilities. */
    private boolean toldLogprobs;
    private boolean failed;

    LineWriter(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public String contentType() {
        return "application/x-ndjson";
    }

    @Override
    public Bytes encode(List<ChatEvent> events) {
        out.setLength(0);
        for (ChatEvent event : events) {
            if (!failed) {
                encode(event);
            }
        }
        return Bytes.utf8(out.toString());
    }

    @Override
    public Bytes end() {
        if (failed || finish.isEmpty()) {
            return Bytes.EMPTY;
        }
        out.setLength(0);
        Extras extras = Ollama.extras(finish.get().extras());
        JsonWriter line = open().object().member("role", "assistant");
        Extras message = extras.nested(LineReader.MESSAGE);
        line.rawMember(Messages.CONTENT, message.take(Messages.CONTENT).orElse("\"\""));
        message.write(line);
        line.endObject();
        List<TokenLogprob> logprobs = toldLogprobs ? List.of() : finish.get().logprobs();
        ChatResponses.end(finish.get().reason(), usage, logprobs, extras, line);
        add(line);
        return Bytes.utf8(out.toString());
    }

    private void encode(ChatEvent event) {
        switch (event) {
            case ChatEvent.Start start -> {
                model = start.model();
                created = ChatResponses.created(Ollama.extras(start.extras()), clock);
            }
            case ChatEvent.PartStart start -> {
                if (start.candidate() == 0) {
                    partStart(start.index(), start.part());
                }
            }
            case ChatEvent.TextDelta delta -> text(delta.index(), delta.text());
            case ChatEvent.ReasoningDelta delta -> text(delta.index(), delta.text());
            case ChatEvent.ToolCallDelta delta -> {
                StringBuilder open = arguments.get(delta.index());
                if (open != null) {
                    open.append(delta.arguments());
                }
            }
            case ChatEvent.PartEnd end -> partEnd(end.index());
            case ChatEvent.UsageReport report -> usage = report.usage();
            case ChatEvent.Finish end -> {
                if (end.candidate() == 0) {
                    finish = Optional.of(end);
                }
            }
            case ChatEvent.Failure failure -> {
                failed = true;
                out.append(Errors.line(failure.error()).utf8());
            }
            case ChatEvent.Other other -> other(other);
        }
    }

    private void partStart(int index, Part part) {
        parts.put(index, part);
        switch (part) {
            case Part.Text text -> text(index, text.text());
            case Part.Refusal refusal -> text(index, refusal.text());
            case Part.Reasoning thought -> text(index, thought.text());
            case Part.ToolCall call -> arguments.put(index, new StringBuilder(call.arguments().text()));
            default -> parts.remove(index);
        }
    }

    private void text(int index, String text) {
        Part part = parts.get(index);
        if (part == null || text.isEmpty()) {
            return;
        }
        boolean thought = part instanceof Part.Reasoning;
        JsonWriter line = open().object().member("role", "assistant").member(Messages.CONTENT, thought ? "" : text);
        if (thought) {
            line.member(Messages.THINKING, text);
        }
        add(line.endObject().rawMember("done", "false"));
    }

    private void partEnd(int index) {
        StringBuilder said = arguments.remove(index);
        if (parts.remove(index) instanceof Part.ToolCall call && said != null) {
            JsonWriter line = open().object().member("role", "assistant").member(Messages.CONTENT, "")
                    .name(Messages.TOOL_CALLS).array();
            ToolCalls.write(new Part.ToolCall(call.id(), call.name(), new Json(said.toString()), call.extras()), line);
            add(line.endArray().endObject().rawMember("done", "false"));
        }
    }

    private void other(ChatEvent.Other other) {
        if (!other.dialect().equals(Ollama.NAME)
                || !(Extras.node(other.value().text()) instanceof Node.Obj object)) {
            return;
        }
        JsonWriter line = open().object().member("role", "assistant").member(Messages.CONTENT, "");
        object.members().forEach((name, value) -> {
            if (name.equals(LineReader.MESSAGE) && value instanceof Node.Obj message) {
                message.members().forEach((each, node) -> line.rawMember(each, node.json().text()));
            }
        });
        line.endObject().rawMember("done", "false");
        toldLogprobs |= object.members().containsKey(LineReader.LOGPROBS);
        object.members().forEach((name, value) -> {
            if (!name.equals(LineReader.MESSAGE)) {
                line.rawMember(name, value.json().text());
            }
        });
        add(line);
    }

    /** A line as far as its message. */
    private JsonWriter open() {
        return new JsonWriter().object().member("model", model).rawMember(LineReader.CREATED_AT, created)
                .name(LineReader.MESSAGE);
    }

    private void add(JsonWriter line) {
        out.append(line.endObject().line()).append('\n');
    }
}
