package io.patchbay.itests.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Frame;

/** How streams begin and end, dialect by dialect. */
final class Ends {
    private Ends() {}

    /** How often a stream says that the answer begins. */
    static long starts(Spoken dialect, Bytes stream) {
        return dialect.framing().apply(stream).stream().filter(frame -> starts(dialect, frame)).count();
    }

    /** How often a stream says that the answer is complete. */
    static long finishes(Spoken dialect, Bytes stream) {
        return dialect.framing().apply(stream).stream().filter(frame -> finishes(dialect, frame)).count();
    }

    /** Whether a stream's last event is the one that its dialect ends with. */
    static boolean isWhole(Spoken dialect, Bytes stream) {
        Frame last = dialect.framing().apply(stream).getLast();
        return switch (dialect.name()) {
            case "openai-chat" -> last.data().utf8().equals("[DONE]");
            case "anthropic-messages" -> last.type().equals("message_stop");
            case "bedrock-converse" -> last.type().equals("metadata");
            case "cohere-v2" -> last.data().utf8().equals("[DONE]");
            default -> finishes(dialect, last);
        };
    }

    private static boolean starts(Spoken dialect, Frame frame) {
        return switch (dialect.name()) {
            case "openai-chat" -> event(frame).at("/choices/0/delta").has("role");
            case "openai-responses" -> frame.type().equals("response.created");
            case "anthropic-messages" -> frame.type().equals("message_start");
            case "bedrock-converse" -> frame.type().equals("messageStart");
            case "cohere-v2" -> event(frame).path("type").asText().equals("message-start");
            default -> throw new AssertionError(dialect + " has no event for it");
        };
    }

    private static boolean finishes(Spoken dialect, Frame frame) {
        return switch (dialect.name()) {
            case "openai-chat" -> event(frame).at("/choices/0").hasNonNull("finish_reason");
            case "openai-responses" ->
                    frame.type().equals("response.completed") || frame.type().equals("response.incomplete");
            case "anthropic-messages" -> frame.type().equals("message_delta");
            case "gemini" -> event(frame).at("/candidates/0").has("finishReason");
            case "bedrock-converse" -> frame.type().equals("messageStop");
            case "cohere-v2" -> event(frame).path("type").asText().equals("message-end");
            default -> event(frame).path("done").asBoolean();
        };
    }

    private static JsonNode event(Frame frame) {
        return Phrase.json(frame.data().isEmpty() || frame.data().utf8().equals("[DONE]") ? "{}" : frame.data().utf8());
    }
}
