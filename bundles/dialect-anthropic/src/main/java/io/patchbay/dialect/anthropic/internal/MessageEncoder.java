package io.patchbay.dialect.anthropic.internal;

import io.patchbay.api.dialect.EventEncoder;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.model.ChatEvent;
import io.patchbay.api.model.Extra;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.Usage;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes events as a stream of this dialect: one message start, blocks one after the other, one message delta with
 * usage, one message stop.
 *
 * <p>Events are taken in first, and written at the end of each call as far as they can be: what a part's end tells of
 * its beginning stands there if both come at once, and a part that begins before another one has ended waits.
 */
final class MessageEncoder implements EventEncoder {
    /** What is told of the end inside {@code delta}; everything else stands beside it. */
    private static final List<String> IN_DELTA =
            List.of(StopReasons.MEMBER, ChatResponses.STOP_SEQUENCE, ChatResponses.STOP_DETAILS, "container");

    private final StringBuilder out = new StringBuilder();
    private final Map<Integer, EncodedBlock> blocks = new LinkedHashMap<>();
    private final Map<Integer, Cited> citations = new HashMap<>();
    private Optional<ChatEvent.Start> start = Optional.of(new ChatEvent.Start("", "", List.of()));
    private Optional<ChatEvent.Finish> finish = Optional.empty();
    private Usage usage = Usage.NONE;
    private boolean own;
    private boolean called;
    private boolean refused;
    private boolean stopped;
    private boolean failed;
    private int nextBlock;

    @Override
    public String contentType() {
        return "text/event-stream";
    }

    @Override
    public Bytes encode(List<ChatEvent> events) {
        out.setLength(0);
        boolean counted = false;
        for (ChatEvent event : events) {
            if (failed) {
                break;
            }
            take(event);
            counted |= event instanceof ChatEvent.UsageReport;
        }
        if (!failed && !events.isEmpty()) {
            advance();
            if (counted) {
                stop();
            }
        }
        return Bytes.utf8(out.toString());
    }

    @Override
    public Bytes end() {
        out.setLength(0);
        if (failed || (finish.isEmpty() && !stopped)) {
            return Bytes.EMPTY;
        }
        advance();
        stop();
        write("message_stop", new JsonWriter().object().member("type", "message_stop"));
        return Bytes.utf8(out.toString());
    }

    private void take(ChatEvent event) {
        switch (event) {
            case ChatEvent.Start begun -> {
                start = Optional.of(begun);
                own = ChatResponses.isOwn(AnthropicMessages.extras(begun.extras()));
            }
            case ChatEvent.PartStart begun -> partStart(begun);
            case ChatEvent.TextDelta delta -> piece(delta.index(), delta.text());
            case ChatEvent.ReasoningDelta delta -> piece(delta.index(), delta.text());
            case ChatEvent.ToolCallDelta delta -> piece(delta.index(), delta.arguments());
            case ChatEvent.PartEnd ended -> partEnd(ended);
            case ChatEvent.UsageReport report -> usage = report.usage();
            case ChatEvent.Finish finished -> finish(finished);
            case ChatEvent.Failure failure -> {
                advance();
                failed = true;
                out.append(ErrorWriter.event(failure.error()).utf8());
            }
            case ChatEvent.Other other -> other(other);
        }
    }

    private void partStart(ChatEvent.PartStart begun) {
        if (begun.candidate() != 0) {
            return;
        }
        if (begun.part() instanceof Part.Citation citation) {
            lastBlock().ifPresent(block -> citations.put(begun.index(), new Cited(block, citation)));
            return;
        }
        called |= begun.part() instanceof Part.ToolCall;
        refused |= begun.part() instanceof Part.Refusal;
        EncodedBlock.of(begun.part(), own).ifPresent(block -> blocks.put(begun.index(), block));
    }

    private void partEnd(ChatEvent.PartEnd ended) {
        EncodedBlock block = blocks.get(ended.index());
        if (block != null) {
            block.end(ended.extras());
        }
        Cited cited = citations.remove(ended.index());
        if (cited != null) {
            cited.add(ended.extras());
        }
    }

    private Optional<EncodedBlock> lastBlock() {
        return blocks.values().stream().reduce((_, later) -> later);
    }

    private void piece(int part, String text) {
        EncodedBlock block = blocks.get(part);
        if (block != null) {
            block.say(text);
        }
    }

    private void finish(ChatEvent.Finish finished) {
        if (finished.candidate() == 0 && !stopped) {
            finish = Optional.of(finished);
            blocks.values().forEach(block -> block.end(List.of()));
        }
    }

    private void other(ChatEvent.Other other) {
        if (!other.dialect().equals(AnthropicMessages.NAME)
                || !(Extras.node(other.value().text()) instanceof Node.Obj event)) {
            return;
        }
        String type = event.members().get("type") instanceof Node.Str(_, String word) ? word : "";
        if (type.equals("content_block_delta")) {
            if (event.members().get("delta") instanceof Node.Obj delta) {
                String json = delta.json().text();
                lastBlock().ifPresent(block -> block.add(json));
            }
        } else {
            advance();
            out.append("event: ").append(type).append("\ndata: ").append(JsonWriter.line(other.value().text()))
                    .append("\n\n");
        }
    }

    /** Writes what can be written now: only the first block that has not ended may be open. */
    private void advance() {
        messageStart();
        for (Iterator<EncodedBlock> waiting = blocks.values().iterator(); waiting.hasNext();) {
            EncodedBlock block = waiting.next();
            if (block.opens()) {
                block.open(nextBlock++).forEach(event -> write("content_block_start", event));
            }
            block.pieces().forEach(event -> write("content_block_delta", event));
            if (!block.ended()) {
                return;
            }
            block.close().forEach(event -> write("content_block_stop", event));
            waiting.remove();
        }
    }

    private void messageStart() {
        if (start.isEmpty()) {
            return;
        }
        ChatEvent.Start begun = start.get();
        start = Optional.empty();
        Extras extras = AnthropicMessages.extras(begun.extras());
        JsonWriter message = ChatResponses.open(begun.id(), begun.model(), extras);
        message.name("content").array().endArray().rawMember(StopReasons.MEMBER, "null")
                .rawMember(ChatResponses.STOP_SEQUENCE, "null");
        RunningUsage.write(usage, message.name("usage"));
        extras.write(message);
        write("message_start", new JsonWriter().object().member("type", "message_start")
                .rawMember("message", message.endObject().text()));
    }

    private void stop() {
        if (finish.isEmpty() || stopped) {
            return;
        }
        stopped = true;
        List<Extra> inside = new ArrayList<>();
        List<Extra> beside = new ArrayList<>();
        finish.get().extras().forEach(extra -> (IN_DELTA.contains(extra.name()) ? inside : beside).add(extra));
        JsonWriter event = new JsonWriter().object().member("type", "message_delta").name("delta").object();
        ChatResponses.stop(finish.get().reason(), AnthropicMessages.extras(inside), called, refused, event);
        RunningUsage.write(usage, event.endObject().name("usage"));
        AnthropicMessages.extras(beside).write(event);
        write("message_delta", event);
    }

    private void write(String type, JsonWriter event) {
        out.append("event: ").append(type).append("\ndata: ").append(event.endObject().line()).append("\n\n");
    }

    /** A citation that has begun, and the block that it is for. */
    private record Cited(EncodedBlock block, Part.Citation citation) {
        private void add(List<Extra> later) {
            List<Extra> all = new ArrayList<>(citation.extras());
            all.addAll(later);
            BlockWriter.citation(citation.withExtras(all)).ifPresent(json -> block.add(new JsonWriter().object()
                    .member("type", "citations_delta").rawMember("citation", json).endObject().text()));
        }
    }
}
