package io.patchbay.itests.sdk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.patchbay.api.exchange.Frame;
import io.patchbay.testkit.EventStreams;
import io.patchbay.testkit.Recording;
import io.patchbay.testkit.ServerSentEvents;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a recorded answer says, read at the places where its vendor says it.
 *
 * @param vendor whose answer it is
 * @param status its HTTP status
 * @param streamed whether it is a stream
 * @param documents the answer, or the events of the stream
 */
record Played(Vendor vendor, int status, boolean streamed, List<JsonNode> documents) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Played of(Vendor vendor, Recording recording) {
        String type = recording.answerHeaders().first("content-type").orElse("");
        Stream<String> documents = switch (type.split(";", -1)[0]) {
            case "text/event-stream" -> data(ServerSentEvents.frames(recording.answer()));
            case "application/vnd.amazon.eventstream" -> data(EventStreams.frames(recording.answer()));
            default -> Stream.of(recording.answer().utf8());
        };
        return new Played(vendor, recording.status(), !type.startsWith("application/json"),
                documents.map(Played::json).toList());
    }

    String text() {
        return joined(vendor.answered.text());
    }

    String reasoning() {
        return joined(vendor.answered.reasoning());
    }

    /** How many tokens the model wrote: a stream counts them up. */
    long outputTokens() {
        return documents.stream()
                .mapToLong(each -> vendor.answered.outputTokens().in(each).stream().mapToLong(Long::parseLong).sum())
                .max().orElseThrow();
    }

    String error() {
        return joined(vendor.answered.error());
    }

    private String joined(Places places) {
        return String.join("", documents.stream().flatMap(each -> places.in(each).stream()).toList());
    }

    private static Stream<String> data(List<Frame> frames) {
        return frames.stream().map(frame -> frame.data().utf8()).filter(data -> data.startsWith("{"));
    }

    private static JsonNode json(String document) {
        try {
            return JSON.readTree(document);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + document, e);
        }
    }
}
