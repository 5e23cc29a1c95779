package io.patchbay.dialect.gemini.internal;

import io.patchbay.api.model.ChatEvent;
import io.patchbay.api.model.Extra;
import io.patchbay.api.model.Json;
import io.patchbay.api.model.Part;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What one chunk of a stream is going to say. */
final class Chunk {
    private final SortedMap<Integer, Said> candidates = new TreeMap<>();
    private final Map<String, String> members = new LinkedHashMap<>();

    boolean isEmpty() {
        return candidates.isEmpty() && members.isEmpty();
    }

    /** What it says of each candidate, by number. */
    SortedMap<Integer, Said> candidates() {
        return candidates;
    }

    /** What it says beside the candidates. */
    Map<String, String> members() {
        return members;
    }

    /** Whether a candidate ends with it. */
    boolean finishes() {
        return candidates.values().stream().anyMatch(said -> said.finish().isPresent());
    }

    /** Adds a part, or a piece of one. */
    void add(int candidate, int index, Part part) {
        said(candidate).pieces.add(new Piece(index, part));
    }

    /** Adds extras to the last piece of a part; false if there is none. */
    boolean addExtras(int index, List<Extra> extras) {
        for (Said said : candidates.values()) {
            for (int i = said.pieces.size() - 1; i >= 0; i--) {
                Piece piece = said.pieces.get(i);
                if (piece.index == index) {
                    List<Extra> all = new ArrayList<>(piece.part.extras());
                    all.addAll(extras);
                    said.pieces.set(i, new Piece(index, piece.part.withExtras(all)));
                    return true;
                }
            }
        }
        return false;
    }

    /** Ends a candidate. */
    void finish(ChatEvent.Finish finish) {
        Said said = said(finish.candidate());
        said.finish = Optional.of(finish);
        said.extras.addAll(finish.extras());
    }

    /**
     * Adds what was left of a chunk that was read.
     *
     * @return the candidates of which it tells log probabilities
     */
    Set<Integer> rest(Json json) {
        Set<Integer> told = new HashSet<>();
        Members rest = Members.of(Extras.node(json.text()), Gemini.ANSWER);
        for (Node node : rest.array(ChatResponses.CANDIDATES).map(Node.Arr::elements).orElse(List.of())) {
            Members candidate = Members.of(node, Gemini.ANSWER.member(ChatResponses.CANDIDATES));
            int number = (int) candidate.count("index");
            if (!Logprobs.of(candidate).isEmpty()) {
                told.add(number);
            }
            said(number).extras.addAll(candidate.extras());
        }
        rest.left().forEach((name, value) -> members.put(name, value.json().text()));
        return told;
    }

    private Said said(int candidate) {
        return candidates.computeIfAbsent(candidate, _ -> new Said());
    }

    /** A part, or a piece of one, by the part's number. */
    private record Piece(int index, Part part) {}

    /** What the chunk says of a candidate. */
    static final class Said {
        private final List<Piece> pieces = new ArrayList<>();
        private final List<Extra> extras = new ArrayList<>();
        private Optional<ChatEvent.Finish> finish = Optional.empty();

        List<Part> parts() {
            return pieces.stream().map(Piece::part).toList();
        }

        Optional<ChatEvent.Finish> finish() {
            return finish;
        }

        Extras extras() {
            return Gemini.extras(extras);
        }
    }
}
