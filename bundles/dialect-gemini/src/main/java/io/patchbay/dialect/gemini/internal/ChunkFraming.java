package io.patchbay.dialect.gemini.internal;

import io.patchbay.api.error.GatewayException;
import io.patchbay.dialect.json.JsonWriter;

/** How the chunks of one stream stand one after the other: as server-sent events, or as the elements of an array. */
final class ChunkFraming {
    private final boolean events;
    private boolean begun;

    private ChunkFraming(boolean events) {
        this.events = events;
    }

    /** The framing that a request's query asks for. */
    static ChunkFraming of(String query) {
        return new ChunkFraming(Query.wantsEvents(query));
    }

    String contentType() {
        return events ? "text/event-stream" : "application/json";
    }

    String chunk(String json) {
        if (events) {
            return event(json);
        }
        String before = begun ? ",\r\n" : "[";
        begun = true;
        return before + json;
    }

    /** An error, after which nothing comes. */
    String error(GatewayException error) {
        String json = ErrorWriter.json(error);
        return events ? event(json) : chunk(json) + "\n]\n";
    }

    /** What stands at the proper end; the events have no terminator. */
    String end() {
        if (events) {
            return "";
        }
        return begun ? "\n]\n" : "[]\n";
    }

    /** One event, with the line ends that Google writes. */
    static String event(String json) {
        return "data: " + JsonWriter.line(json) + "\r\n\r\n";
    }
}
