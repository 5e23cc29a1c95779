package io.patchbay.itests.faults;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchbay.testkit.OpenAiChat;
import io.patchbay.testkit.Tongue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** A dialect: how clients ask in it, where an answer says what, and how a provider speaks it. */
@SuppressWarnings("ImmutableEnumChecker") // Nobody changes what is here.
enum Face {
    CHAT(OpenAiChat.TONGUE, "openai", "/v1", "/choices/0/message/content", "/choices/0/finish_reason",
            "/choices/0/delta/content",
            List.of(event -> event.has("/choices/0/finish_reason"), event -> event.data().equals("[DONE]"))) {
        @Override
        String path(String model, boolean stream) {
            return "/v1/chat/completions";
        }

        @Override
        String body(String model, boolean stream, Optional<String> prefill) {
            return "{\"model\":\"" + model + "\"," + streamMember(stream) + "\"messages\":[" + messages(prefill) + "]}";
        }
    },
    RESPONSES(new ResponsesTongue(), "openai", "/v1", "/output/0/content/0/text", "/status", "/delta",
            List.of(event -> event.is("response.completed") || event.is("response.incomplete"))) {
        @Override
        String path(String model, boolean stream) {
            return "/v1/responses";
        }

        @Override
        String body(String model, boolean stream, Optional<String> prefill) {
            return "{\"model\":\"" + model + "\"," + streamMember(stream) + "\"input\":[" + messages(prefill) + "]}";
        }

        @Override
        String text(Event event) {
            return event.is("response.output_text.delta") ? super.text(event) : "";
        }

        @Override
        Optional<String> error(Event event) {
            return event.is("error")
                    ? Optional.of(event.json().at("/message").asText())
                    : Optional.of(event.json().at("/response/error/message").asText()).filter(text -> !text.isEmpty());
        }

        @Override
        String finish(Event event) {
            return event.json().at("/response/status").asText();
        }
    },
    ANTHROPIC(new AnthropicTongue(), "anthropic", "/v1", "/content/0/text", "/stop_reason", "/delta/text",
            List.of(event -> event.has("/delta/stop_reason"), event -> event.is("message_stop"))) {
        @Override
        String path(String model, boolean stream) {
            return "/v1/messages";
        }

        @Override
        String body(String model, boolean stream, Optional<String> prefill) {
            return "{\"model\":\"" + model + "\",\"max_tokens\":100," + streamMember(stream) + "\"messages\":["
                    + messages(prefill) + "]}";
        }

        @Override
        boolean isError(int status, Map<String, List<String>> headers, JsonNode body) {
            return body.path("type").asText().equals("error") && body.at("/error/type").isTextual()
                    && super.isError(status, headers, body);
        }
    },
    GEMINI(new GeminiTongue(), "gemini", "", "/candidates/0/content/parts/0/text", "/candidates/0/finishReason",
            "/candidates/0/content/parts/0/text", List.of(event -> event.has("/candidates/0/finishReason"))) {
        @Override
        String path(String model, boolean stream) {
            return "/v1beta/models/" + model + (stream ? ":streamGenerateContent?alt=sse" : ":generateContent");
        }

        @Override
        String body(String model, boolean stream, Optional<String> prefill) {
            return "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"" + QUESTION + "\"}]}"
                    + prefill.map(",{\"role\":\"model\",\"parts\":[{\"text\":\"%s\"}]}"::formatted).orElse("") + "]}";
        }

        @Override
        boolean isError(int status, Map<String, List<String>> headers, JsonNode body) {
            return body.at("/error/code").asInt() == status && body.at("/error/status").isTextual()
                    && super.isError(status, headers, body);
        }
    },
    BEDROCK(new BedrockTongue(), "bedrock", "", "/output/message/content/0/text", "/stopReason", "/delta/text",
            List.of(event -> event.is("messageStop"), event -> event.is("metadata"))) {
        @Override
        String path(String model, boolean stream) {
            return "/model/" + model + (stream ? "/converse-stream" : "/converse");
        }

        @Override
        String body(String model, boolean stream, Optional<String> prefill) {
            return "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"" + QUESTION + "\"}]}"
                    + prefill.map(",{\"role\":\"assistant\",\"content\":[{\"text\":\"%s\"}]}"::formatted).orElse("")
                    + "]}";
        }

        @Override
        Optional<String> error(Event event) {
            return event.type().startsWith("exception:") ? Optional.of(event.data()) : Optional.empty();
        }

        @Override
        boolean isError(int status, Map<String, List<String>> headers, JsonNode body) {
            return body.path("message").isTextual() && headers.containsKey("x-amzn-errortype");
        }
    },
    COHERE(new CohereTongue(), "cohere", "", "/message/content/0/text", "/finish_reason",
            "/delta/message/content/text",
            List.of(event -> event.is("message-end"), event -> event.data().equals("[DONE]"))) {
        @Override
        String path(String model, boolean stream) {
            return "/v2/chat";
        }

        @Override
        String body(String model, boolean stream, Optional<String> prefill) {
            return CHAT.body(model, stream, prefill);
        }

        @Override
        Optional<String> error(Event event) {
            return event.is("message-end") && event.has("/delta/error")
                    ? Optional.of(event.json().at("/delta/error").asText())
                    : Optional.empty();
        }

        @Override
        boolean isError(int status, Map<String, List<String>> headers, JsonNode body) {
            return body.path("message").isTextual();
        }
    };

    /** What every client asks. */
    static final String QUESTION = "Count.";

    private static final Set<String> GOOD_ENDS = Set.of("stop", "completed", "end_turn", "STOP", "COMPLETE");

    final Tongue tongue;
    /** The type of provider. */
    final String type;
    /** What a provider's base URL ends in. */
    final String basePath;
    private final String text;
    private final String finish;
    private final String eventText;
    private final List<Predicate<Event>> closing;

    /**
     * A dialect.
     *
     * @param text where a whole answer has its text, as JSON pointers, these all
     * @param finish where it says why it ends
     * @param eventText where an event of a stream has its piece of text
     * @param closing the events that end a stream, in their order
     */
    Face(Tongue tongue, String type, String basePath, String text, String finish, String eventText,
            List<Predicate<Event>> closing) {
        this.tongue = tongue;
        this.type = type;
        this.basePath = basePath;
        this.text = text;
        this.finish = finish;
        this.eventText = eventText;
        this.closing = closing;
    }

    /**
     * An event of a stream.
     *
     * @param type its type, as the framing or the event itself says
     * @param data its data
     * @param json the same, as far as it is JSON
     */
    record Event(String type, String data, JsonNode json) {
        boolean is(String name) {
            return type.equals(name);
        }

        boolean has(String pointer) {
            return !json.at(pointer).isMissingNode() && !json.at(pointer).isNull();
        }
    }

    /** The path of a question. */
    abstract String path(String model, boolean stream);

    /** The body of a question. */
    abstract String body(String model, boolean stream, Optional<String> prefill);

    /** The text of a whole answer. */
    String text(JsonNode answer) {
        return answer.at(text).asText();
    }

    /** Whether a whole answer ends as one should: it is not cut, and no policy ended it. */
    String finish(JsonNode answer) {
        return answer.at(finish).asText();
    }

    /** What an event adds to the text. */
    String text(Event event) {
        return event.json().at(eventText).asText();
    }

    /** Why the stream ends, if the event says so. */
    String finish(Event event) {
        return event.json().findValue(finish.substring(finish.lastIndexOf('/') + 1)) == null
                ? ""
                : event.json().findValue(finish.substring(finish.lastIndexOf('/') + 1)).asText();
    }

    /** The error that an event tells. */
    Optional<String> error(Event event) {
        return event.has("/error/message") ? Optional.of(event.json().at("/error/message").asText()) : Optional.empty();
    }

    /** Whether a body is an error as this dialect's SDKs know it. */
    boolean isError(int status, Map<String, List<String>> headers, JsonNode body) {
        return body.at("/error/message").isTextual();
    }

    /** Whether the stream has each of the events that end it, once, in their order, and no text after the first. */
    boolean ends(List<Event> events) {
        return ends(events, closing);
    }

    /** Whether the stream ends but for the last of those events, and its clients take that for an end. */
    boolean endsUnterminated(List<Event> events) {
        boolean goesWithout = this == CHAT || this == BEDROCK || this == COHERE;
        return goesWithout && seemsToEnd(events) && ends(events, closing.subList(0, closing.size() - 1));
    }

    private boolean ends(List<Event> events, List<Predicate<Event>> marks) {
        int last = -1;
        for (Predicate<Event> mark : marks) {
            List<Event> found = events.stream().filter(mark).toList();
            if (found.size() != 1 || events.indexOf(found.getFirst()) <= last) {
                return false;
            }
            last = events.indexOf(found.getFirst());
        }
        int first = events.indexOf(events.stream().filter(marks.getFirst()).findFirst().orElseThrow());
        return events.stream().skip(first + 1L).allMatch(event -> text(event).isEmpty());
    }

    /** Whether the stream has any event that a client may take for its end. */
    boolean seemsToEnd(List<Event> events) {
        return closing.stream()
                .anyMatch(mark -> events.stream().filter(event -> error(event).isEmpty()).anyMatch(mark));
    }

    /** Whether a reason to end means that the answer is whole. */
    static boolean isGood(String finish) {
        return GOOD_ENDS.contains(finish);
    }

    @Override
    public String toString() {
        return tongue.dialect();
    }

    private static String streamMember(boolean stream) {
        return stream ? "\"stream\":true," : "";
    }

    private static String messages(Optional<String> prefill) {
        return "{\"role\":\"user\",\"content\":\"" + QUESTION + "\"}"
                + prefill.map(",{\"role\":\"assistant\",\"content\":\"%s\"}"::formatted).orElse("");
    }
}
