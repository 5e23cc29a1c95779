package io.patchbay.dialect.responses.internal;

import io.patchbay.api.model.Extra;
import io.patchbay.api.model.Json;
import io.patchbay.api.model.Part;
import io.patchbay.dialect.json.JsonWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** An item of a stream that is being written: its parts, and what is already said of them. */
final class OpenItem {
    private final StreamWriter stream;
    private final int outputIndex;
    private final String id;
    private final List<OpenPart> parts = new ArrayList<>();
    private int contents;
    private int summaries;
    private String json = "";

    /** An item that begins with a part. */
    OpenItem(StreamWriter stream, int outputIndex, String id, Part first) {
        this.stream = stream;
        this.outputIndex = outputIndex;
        this.id = id;
        String added = "response.output_item.added";
        stream.emit(added, stream.event(added).member("output_index", outputIndex)
                .rawMember("item", new OutputItem(id).begun(first)));
    }

    /** The item as it was closed. */
    String json() {
        return json;
    }

    List<Part> parts() {
        return parts.stream().map(OpenPart::part).toList();
    }

    Part lastPart() {
        return parts.getLast().start;
    }

    /** A part of the item begins. */
    void startPart(int index, Part part) {
        if (!(part instanceof Part.Citation)) {
            parts.forEach(OpenPart::closeIfEnded);
        }
        OpenPart open = new OpenPart(index, part);
        parts.add(open);
        if (!(part instanceof Part.Reasoning)) {
            open.begin();
        }
        String text = switch (part) {
            case Part.Text words -> words.text();
            case Part.Refusal words -> words.text();
            case Part.Reasoning words -> words.text();
            case Part.ToolCall call -> call.arguments().text();
            default -> "";
        };
        if (!text.isEmpty()) {
            open.say(text);
        }
    }

    void say(int index, String text) {
        parts.stream().filter(part -> part.index == index && !part.closed).forEach(part -> part.say(text));
    }

    void endPart(int index, List<Extra> later) {
        parts.stream().filter(part -> part.index == index).forEach(part -> {
            part.ended = true;
            part.later.addAll(later);
        });
    }

    /** Tells what its texts have of an answer's log probabilities; a text that is closed has none any more. */
    void tell(TextLogprobs logprobs) {
        parts.forEach(part -> part.later.addAll(logprobs.next(part.part())));
    }

    /** Closes the item if nothing of it goes on. */
    void closeIfEnded(String status) {
        if (parts.stream().allMatch(part -> part.ended)) {
            close(status);
        }
    }

    /** Closes the item, whatever of it goes on. */
    void close(String status) {
        if (!json.isEmpty()) {
            return;
        }
        parts.forEach(part -> part.close(status));
        json = new OutputItem(id).closed(new ItemGroup(ItemGroup.kind(lastPart()), parts()), status);
        String done = "response.output_item.done";
        stream.emit(done, stream.event(done).member("output_index", outputIndex).rawMember("item", json));
    }

    /** A part of the item. */
    private final class OpenPart {
        private final int index;
        private final Part start;
        private final StringBuilder text = new StringBuilder();
        private final List<Extra> later = new ArrayList<>();
        private boolean begun;
        private boolean ended;
        private boolean closed;
        private int place;

        private OpenPart(int index, Part start) {
            this.index = index;
            this.start = start;
        }

        /** The part with all that was said of it. */
        private Part part() {
            List<Extra> extras = new ArrayList<>(start.extras());
            for (Extra extra : later) {
                extras.removeIf(known -> known.dialect().equals(extra.dialect()) && known.name().equals(extra.name()));
                extras.add(extra);
            }
            return switch (start) {
                case Part.Text _ -> new Part.Text(text.toString(), extras);
                case Part.Refusal _ -> new Part.Refusal(text.toString(), extras);
                case Part.Reasoning _ -> new Part.Reasoning(text.toString(), extras);
                case Part.ToolCall call -> new Part.ToolCall(call.id(), call.name(), new Json(text.toString()), extras);
                default -> start.withExtras(extras);
            };
        }

        private boolean summary() {
            return start instanceof Part.Reasoning && !Thoughts.inContent(start);
        }

        private void begin() {
            begun = true;
            switch (start) {
                case Part.ToolCall _,Part.Other _ -> {}
                case Part.Citation citation -> annotation(citation);
                case Part.Reasoning _ when summary() -> {
                    place = summaries++;
                    emit("reasoning_summary_part.added", "part", element(bare()));
                }
                default -> {
                    place = contents++;
                    emit("content_part.added", "part", element(bare()));
                }
            }
        }

        /** The part before its first word. */
        private Part bare() {
            return switch (start) {
                case Part.Text words -> new Part.Text("", words.extras());
                case Part.Refusal words -> new Part.Refusal("", words.extras());
                case Part.Reasoning words -> new Part.Reasoning("", words.extras());
                default -> start;
            };
        }

        private void annotation(Part.Citation citation) {
            int length = 0;
            int number = 0;
            for (OpenPart before : parts) {
                if (before.start instanceof Part.Text) {
                    length = before.text.length();
                    number = 0;
                    place = before.place;
                } else if (before.start instanceof Part.Citation && before != this) {
                    number++;
                }
            }
            String type = "response.output_text.annotation.added";
            stream.emit(type, at(type).member("annotation_index", number)
                    .rawMember("annotation", ContentWriter.annotation(citation, length)));
        }

        private void say(String words) {
            if (!begun) {
                begin();
            }
            text.append(words);
            String quoted = JsonWriter.quoted(words);
            switch (start) {
                case Part.Text _ -> {
                    String type = "response.output_text.delta";
                    stream.emit(type, at(type).rawMember("delta", quoted).rawMember("logprobs", "[]"));
                }
                case Part.Refusal _ -> emit("refusal.delta", "delta", quoted);
                case Part.Reasoning _ -> emit(summary() ? "reasoning_summary_text.delta" : "reasoning_text.delta",
                        "delta", quoted);
                case Part.ToolCall _ -> emit("function_call_arguments.delta", "delta", quoted);
                default -> {}
            }
        }

        private void closeIfEnded() {
            if (ended) {
                close(Status.COMPLETED);
            }
        }

        private void close(String status) {
            if (closed) {
                return;
            }
            closed = true;
            Part part = part();
            if (part instanceof Part.ToolCall call) {
                String arguments = OutputItem.arguments(call, status);
                if (text.isEmpty() && !arguments.isEmpty()) {
                    say(arguments);
                }
                String type = "response.function_call_arguments.done";
                stream.emit(type, at(type).member("arguments", arguments).member("name", call.name()));
                return;
            }
            if (!begun) {
                return;
            }
            String said = JsonWriter.quoted(text.toString());
            switch (part) {
                case Part.Text _ -> {
                    String type = "response.output_text.done";
                    String logprobs = ItemGroup.own(part).take("logprobs").orElse("[]");
                    stream.emit(type, at(type).rawMember("text", said).rawMember("logprobs", logprobs));
                    emit("content_part.done", "part", element(part));
                }
                case Part.Refusal _ -> {
                    emit("refusal.done", "refusal", said);
                    emit("content_part.done", "part", element(part));
                }
                case Part.Reasoning _ -> {
                    emit(summary() ? "reasoning_summary_text.done" : "reasoning_text.done", "text", said);
                    emit(summary() ? "reasoning_summary_part.done" : "content_part.done", "part", element(part));
                }
                case Part.Document _ -> emit("content_part.done", "part", element(part));
                default -> {}
            }
        }

        /** The part as an element of its item, with the citations that follow it. */
        private String element(Part part) {
            if (part instanceof Part.Reasoning thought) {
                return Thoughts.element(thought);
            }
            List<Part> content = new ArrayList<>(List.of(part));
            for (int i = parts.indexOf(this) + 1; begun && i > 0 && i < parts.size(); i++) {
                if (!(parts.get(i).start instanceof Part.Citation)) {
                    break;
                }
                content.add(parts.get(i).part());
            }
            JsonWriter element = new JsonWriter();
            new ContentWriter(Voice.ANSWER, element, new HashSet<>()).write(content);
            return element.text();
        }

        private void emit(String name, String member, String value) {
            String type = "response." + name;
            stream.emit(type, at(type).rawMember(member, value));
        }

        /** An event as far as where it is. */
        private JsonWriter at(String type) {
            JsonWriter event = stream.event(type).member("item_id", id).member("output_index", outputIndex);
            return switch (start) {
                case Part.ToolCall _,Part.Other _ -> event;
                case Part.Reasoning _ when summary() -> event.member("summary_index", place);
                default -> event.member("content_index", place);
            };
        }
    }
}
