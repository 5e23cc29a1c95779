package io.patchbay.dialect.bedrock.internal;

import io.patchbay.api.dialect.EventEncoder;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.model.ChatEvent;
import io.patchbay.api.model.Extra;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.Usage;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Node;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes events as the messages of a stream: those of the first candidate, and at the end the metadata with the usage.
 *
 * <p>Blocks stand one after the other. A text's block stays open until it is clear that no citation of it follows.
 */
final class MessageEncoder implements EventEncoder {
    private static final String BLOCK_START = "contentBlockStart";
    private static final String BLOCK_DELTA = "contentBlockDelta";
    private static final String BLOCK_STOP = "contentBlockStop";
    private static final String INDEX = "contentBlockIndex";
    /** The number of a block that is written when all of it is known. */
    private static final int AT_ITS_END = -1;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final PartsInTurn parts = new PartsInTurn(this::encode);
    private final Map<Integer, Block> blocks = new HashMap<>();
    private int nextBlock;
    private Optional<Block> cited = Optional.empty();
    private Usage usage = Usage.NONE;
    private boolean finished;
    private boolean failed;

    /** A part that is being written. */
    private static final class Block {
        private final int number;
        private final Part start;
        private boolean said;

        private Block(int number, Part start) {
            this.number = number;
            this.start = start;
        }
    }

    @Override
    public String contentType() {
        return EventMessages.MEDIA_TYPE;
    }

    @Override
    public Bytes encode(List<ChatEvent> events) {
        out.reset();
        for (ChatEvent event : events) {
            if (!failed) {
                parts.take(event);
            }
        }
        return Bytes.wrap(out.toByteArray());
    }

    @Override
    public Bytes end() {
        out.reset();
        if (!failed) {
            endCited();
            JsonWriter json = new JsonWriter().object();
            UsageCodec.write(usage, json);
            message("metadata", json);
        }
        return Bytes.wrap(out.toByteArray());
    }

    private void encode(ChatEvent event) {
        switch (event) {
            case ChatEvent.Start start -> {
                JsonWriter json = new JsonWriter().object();
                Extras extras = BedrockConverse.extras(start.extras());
                json.rawMember("role", extras.take("role").orElse("\"assistant\""));
                extras.write(json);
                message("messageStart", json);
            }
            case ChatEvent.PartStart start -> partStart(start);
            case ChatEvent.TextDelta delta -> text(delta.index(), delta.text());
            case ChatEvent.ReasoningDelta delta -> text(delta.index(), delta.text());
            case ChatEvent.ToolCallDelta delta -> arguments(delta.index(), delta.arguments());
            case ChatEvent.PartEnd end -> partEnd(end);
            case ChatEvent.UsageReport report -> usage = report.usage();
            case ChatEvent.Finish finish -> finish(finish);
            case ChatEvent.Failure failure -> {
                failed = true;
                out.writeBytes(ErrorWriter.message(failure.error()).toArray());
            }
            case ChatEvent.Other other -> other(other);
        }
    }

    private void partStart(ChatEvent.PartStart start) {
        if (start.candidate() != 0) {
            return;
        }
        if (!(start.part() instanceof Part.Citation)) {
            endCited();
        }
        switch (start.part()) {
            case Part.Text text -> open(start, text.text());
            case Part.Refusal refusal -> open(start, refusal.text());
            case Part.Reasoning thought -> open(start, thought.text());
            case Part.ToolCall call -> {
                Block block = open(start, "");
                JsonWriter json = new JsonWriter().object().name("toolUse").object().member("toolUseId", call.id())
                        .member("name", call.name());
                BedrockConverse.extras(call.extras()).nested("toolUse").write(json);
                blockStart(block.number, json.endObject().endObject().text());
                arguments(start.index(), call.arguments().text());
            }
            default -> blocks.put(start.index(), new Block(AT_ITS_END, start.part()));
        }
    }

    private Block open(ChatEvent.PartStart start, String text) {
        Block block = new Block(nextBlock++, start.part());
        blocks.put(start.index(), block);
        text(start.index(), text);
        return block;
    }

    private void text(int index, String text) {
        Block block = blocks.get(index);
        if (block == null || block.number == AT_ITS_END || text.isEmpty()) {
            return;
        }
        if (block.start instanceof Part.Reasoning) {
            reasoning(block, "text", JsonWriter.quoted(text));
        } else {
            delta(block, "text", JsonWriter.quoted(text));
        }
    }

    private void arguments(int index, String piece) {
        Block block = blocks.get(index);
        if (block != null && !piece.isEmpty()) {
            arguments(block, piece);
        }
    }

    private void partEnd(ChatEvent.PartEnd end) {
        Block block = blocks.remove(end.index());
        if (block == null) {
            return;
        }
        List<Extra> all = new ArrayList<>(block.start.extras());
        all.addAll(end.extras());
        Extras extras = BedrockConverse.extras(all);
        switch (block.start) {
            case Part.Text _,Part.Refusal _ -> {
                if (!block.said) {
                    delta(block, "text", "\"\"");
                }
                cited = Optional.of(block);
                return;
            }
            case Part.Reasoning _ -> {
                extras.take(BlockReader.SIGNATURE).or(() -> AnthropicExtras.signature(all))
                        .ifPresent(json -> reasoning(block, BlockReader.SIGNATURE, json));
                extras.take(BlockReader.REDACTED).or(() -> AnthropicExtras.redacted(all))
                        .ifPresent(json -> reasoning(block, BlockReader.REDACTED, json));
                if (!block.said) {
                    reasoning(block, "text", "\"\"");
                }
            }
            case Part.ToolCall _ -> {
                if (!block.said) {
                    arguments(block, "{}");
                }
            }
            case Part.Citation citation -> {
                String json = Citations.write(citation.withExtras(all));
                cited.ifPresent(text -> delta(text, "citation", json));
                return;
            }
            default -> {
                whole(block.start.withExtras(all));
                return;
            }
        }
        blockStop(block.number);
    }

    private void arguments(Block block, String piece) {
        delta(block, "toolUse", new JsonWriter().object().member("input", piece).endObject().text());
    }

    /** A part that came as one: what a stream says of it in pieces is its input, its content, or its source. */
    private void whole(Part part) {
        for (String json : BlockWriter.ofAnswer().write(List.of(part))) {
            if (Extras.node(json) instanceof Node.Obj block && block.members().size() == 1
                    && block.members().values().iterator().next() instanceof Node.Obj object) {
                whole(block.members().keySet().iterator().next(), object);
            }
        }
    }

    private void whole(String kind, Node.Obj object) {
        JsonWriter start = new JsonWriter().object().name(kind).object();
        Optional<String> delta = Optional.empty();
        for (Map.Entry<String, Node> member : object.members().entrySet()) {
            String json = member.getValue().json().text();
            switch (member.getKey()) {
                case "input" -> delta = Optional.of(new JsonWriter().object().member("input", json).endObject().text());
                case "content" -> delta = Optional.of(json);
                case "source" ->
                        delta = Optional.of(new JsonWriter().object().rawMember("source", json).endObject().text());
                default -> start.rawMember(member.getKey(), json);
            }
        }
        Block block = new Block(nextBlock++, Part.Text.of(""));
        blockStart(block.number, start.endObject().endObject().text());
        delta.ifPresent(json -> delta(block, kind, json));
        blockStop(block.number);
    }

    private void finish(ChatEvent.Finish finish) {
        if (finish.candidate() != 0 || finished) {
            return;
        }
        endCited();
        finished = true;
        Extras extras = BedrockConverse.extras(finish.extras());
        JsonWriter json = new JsonWriter().object()
                .rawMember("stopReason", FinishReasons.write(finish.reason(), extras));
        extras.take("message");
        extras.take("output");
        extras.write(json);
        message("messageStop", json);
    }

    private void other(ChatEvent.Other other) {
        if (other.dialect().equals(BedrockConverse.NAME)
                && Extras.node(other.value().text()) instanceof Node.Obj event) {
            event.members().forEach((type, json) -> out.writeBytes(EventMessages.event(type, json.raw()).toArray()));
        }
    }

    private void endCited() {
        cited.ifPresent(block -> blockStop(block.number));
        cited = Optional.empty();
    }

    private void reasoning(Block block, String name, String json) {
        delta(block, "reasoningContent", new JsonWriter().object().rawMember(name, json).endObject().text());
    }

    private void blockStart(int number, String start) {
        message(BLOCK_START, new JsonWriter().object().member(INDEX, number).rawMember("start", start));
    }

    private void delta(Block block, String kind, String json) {
        block.said = true;
        message(BLOCK_DELTA, new JsonWriter().object().member(INDEX, block.number).name("delta").object()
                .rawMember(kind, json).endObject());
    }

    private void blockStop(int number) {
        message(BLOCK_STOP, new JsonWriter().object().member(INDEX, number));
    }

    private void message(String type, JsonWriter open) {
        out.writeBytes(EventMessages.event(type, open.endObject().bytes()).toArray());
    }
}
