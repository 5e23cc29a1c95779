package io.patchbay.itests.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A connection whose answers come at once, each compared with what its request must get. */
final class AnswerConnection extends ClientConnection {
    private final Ascii.Buffer body = new Ascii.Buffer();
    private final List<Template> wanted;
    private final Listener listener;

    /** Told of each answer, on the reading thread. */
    @FunctionalInterface
    interface Listener {
        void answered(AnswerConnection connection, Optional<String> fault);
    }

    /** A connection whose answers must have one of the wanted texts, which belong to the reading thread. */
    AnswerConnection(Target target, List<Template> wanted, Listener listener) throws IOException {
        super(target);
        this.wanted = wanted;
        this.listener = listener;
    }

    @Override
    void startLine(byte[] text, int length) throws IOException {
        super.startLine(text, length);
        body.clear();
    }

    @Override
    void body(byte[] bytes, int from, int to) {
        body.append(bytes, from, to);
    }

    @Override
    void finished() {
        listener.answered(this, fault());
    }

    private Optional<String> fault() {
        if (status() != 200) {
            return Optional.of("status " + status() + ErrorCode.of(body.array(), body.length()));
        }
        if (!stamped()) {
            return Optional.of("not stamped once");
        }
        int at = Ascii.find(Marker.PREFIX, body.array(), 0, body.length());
        if (at < 0) {
            return Optional.of("answer without its text");
        }
        for (Template text : wanted) {
            if (text.standsAt(at, body.array(), body.length(), id())) {
                return Optional.empty();
            }
        }
        boolean own = at + Marker.FIRST_NUMBER <= body.length() && Marker.id(body.array(), at) == id();
        return Optional.of(own ? "answer not whole" : "another caller's answer");
    }
}
