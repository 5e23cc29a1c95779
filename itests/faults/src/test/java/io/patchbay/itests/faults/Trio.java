package io.patchbay.itests.faults;

import java.util.List;

/**
 * Who speaks what in a case.
 *
 * @param client the client
 * @param primary the provider that misbehaves
 * @param fallback the provider that answers in its place
 */
record Trio(Face client, Face primary, Face fallback) {
    /** Every client in front of providers of its own dialect, and in front of others. */
    static final List<Trio> ALL = List.of(
            same(Face.CHAT), new Trio(Face.CHAT, Face.ANTHROPIC, Face.CHAT),
            same(Face.RESPONSES), new Trio(Face.RESPONSES, Face.CHAT, Face.ANTHROPIC),
            same(Face.ANTHROPIC), new Trio(Face.ANTHROPIC, Face.CHAT, Face.ANTHROPIC),
            same(Face.GEMINI), new Trio(Face.GEMINI, Face.ANTHROPIC, Face.CHAT),
            same(Face.BEDROCK), new Trio(Face.BEDROCK, Face.CHAT, Face.ANTHROPIC),
            same(Face.COHERE), new Trio(Face.COHERE, Face.ANTHROPIC, Face.CHAT));

    private static Trio same(Face face) {
        return new Trio(face, face, face);
    }

    boolean isOneDialect() {
        return client == primary;
    }

    @Override
    public String toString() {
        return client + " > " + primary + " (" + fallback + ")";
    }
}
