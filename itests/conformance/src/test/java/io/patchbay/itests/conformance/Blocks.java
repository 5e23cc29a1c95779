package io.patchbay.itests.conformance;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Frame;
import java.util.List;
import java.util.stream.Stream;

/** The blocks of a stream in Anthropic's or Bedrock's dialect. */
final class Blocks {
    private Blocks() {}

    /** Where a block begins ({@code +} and its index) and where one ends ({@code -}). */
    static List<String> of(Spoken dialect, Bytes stream) {
        return dialect.framing().apply(stream).stream().flatMap(Blocks::edge).toList();
    }

    private static Stream<String> edge(Frame frame) {
        String index = index(frame);
        return switch (frame.type()) {
            case "content_block_start", "contentBlockStart" -> Stream.of("+" + index);
            case "content_block_stop", "contentBlockStop" -> Stream.of("-" + index);
            default -> Stream.of();
        };
    }

    private static String index(Frame frame) {
        return frame.data().isEmpty()
                ? ""
                : Phrase.json(frame.data()).path(frame.type().contains("_") ? "index" : "contentBlockIndex").asText();
    }
}
