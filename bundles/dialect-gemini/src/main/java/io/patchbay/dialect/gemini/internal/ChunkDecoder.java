package io.patchbay.dialect.gemini.internal;

import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.FrameDecoder;
import io.patchbay.api.model.ChatEvent;
import io.patchbay.api.model.Extra;
import io.patchbay.api.model.FinishReason;
import io.patchbay.api.model.Json;
import io.patchbay.dialect.json.Frames;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the chunks of a stream into events.
 *
 * <p>What an event has no place for (ratings or sources before the end, say) follows in a {@link ChatEvent.Other} that is a
 * chunk of just that; what every chunk repeats is said once, in the {@link ChatEvent.Start}.
 */
final class ChunkDecoder implements FrameDecoder {
    private final ErrorReader errors;
    private final Map<Integer, OpenCandidate> candidates = new HashMap<>();
    private final Map<String, String> head = new LinkedHashMap<>();
    private String id = "";
    private int parts;
    private boolean started;
    private boolean blocked;

    ChunkDecoder(ErrorReader errors) {
        this.errors = errors;
    }

    @Override
    public List<ChatEvent> decode(Frame frame) {
        if (Frames.isWhole(frame)) {
            return ChatResponses.read(frame.data(), errors).events();
        }
        return frame.data().isEmpty() ? List.of() : decode(Frames.read(frame));
    }

    /** Reads a chunk. */
    List<ChatEvent> decode(Node node) {
        Members chunk = Camel.members(node, Gemini.ANSWER).withoutNulls();
        Optional<Node> error = chunk.take(ErrorReader.ERROR);
        if (error.isPresent()) {
            return List.of(new ChatEvent.Failure(errors.inAnswer(error.get())));
        }
        List<ChatEvent> events = new ArrayList<>();
        List<ChatEvent> finishes = new ArrayList<>();
        Optional<ChatEvent> usage = UsageCodec.take(chunk).map(ChatEvent.UsageReport::new);
        List<Node> said = chunk.array(ChatResponses.CANDIDATES).map(Node.Arr::elements).orElse(List.of());
        if (said.isEmpty() && !blocked && ChatResponses.isBlocked(chunk)) {
            blocked = true;
            finishes.add(new ChatEvent.Finish(0, FinishReason.CONTENT_FILTER, List.of()));
        }
        head(chunk, events);
        List<String> rest = new ArrayList<>();
        for (Node candidate : said) {
            candidate(candidate, events, finishes, rest);
        }
        rest(chunk, rest).ifPresent(events::add);
        usage.ifPresent(events::add);
        events.addAll(finishes);
        return events;
    }

    /** What the first chunk says of the answer is said once. */
    private void head(Members chunk, List<ChatEvent> events) {
        String name = chunk.text(ChatResponses.ID).orElse("");
        String model = chunk.text(ChatResponses.MODEL).orElse("");
        if (started) {
            chunk.left().entrySet()
                    .removeIf(member -> member.getValue().json().text().equals(head.get(member.getKey())));
            return;
        }
        started = true;
        id = name;
        List<Extra> extras = chunk.extras();
        extras.forEach(extra -> head.put(extra.name(), extra.value().text()));
        chunk.left().clear();
        events.add(new ChatEvent.Start(id, model, extras));
    }

    private void candidate(Node node, List<ChatEvent> events, List<ChatEvent> finishes, List<String> rest) {
        Members candidate =
                Camel.members(node, Gemini.ANSWER.member(ChatResponses.CANDIDATES)).withoutNulls();
        int number = (int) candidate.count("index");
        candidates.computeIfAbsent(number,
                index -> new OpenCandidate(index, () -> parts++, CallIds.ofAnswer(id, index)))
                .read(candidate, events, finishes);
        if (!candidate.isEmpty()) {
            candidate.mark("index", Integer.toString(number));
            rest.add(candidate.json());
        }
    }

    /** What is left of a chunk, as an event. */
    private static Optional<ChatEvent> rest(Members chunk, List<String> candidates) {
        if (chunk.isEmpty() && candidates.isEmpty()) {
            return Optional.empty();
        }
        JsonWriter out = new JsonWriter().object().name(ChatResponses.CANDIDATES).array();
        candidates.forEach(out::raw);
        out.endArray();
        chunk.left().forEach((name, value) -> out.rawMember(name, value.json().text()));
        return Optional.of(new ChatEvent.Other(Gemini.NAME, new Json(out.endObject().text())));
    }
}
