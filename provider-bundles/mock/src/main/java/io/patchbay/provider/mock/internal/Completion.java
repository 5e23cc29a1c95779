package io.patchbay.provider.mock.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Frame;
import java.util.List;

/**
 * One answer in the dialect {@code openai-chat}: whole, or as the events of a stream, each made when it is asked for.
 *
 * <p>Format: <a href="https://platform.openai.com/docs/api-reference/chat">OpenAI, chat completions</a>.
 */
final class Completion {
    private static final Frame DONE = frame("[DONE]");

    private final String about;
    private final List<String> pieces;
    private final String call;
    private final String finish;
    private final String usage;
    private final boolean usageEvent;

    private Completion(String about, List<String> pieces, String call, String finish, String usage,
            boolean usageEvent) {
        this.about = about;
        this.pieces = pieces;
        this.call = call;
        this.finish = finish;
        this.usage = usage;
        this.usageEvent = usageEvent;
    }

    /**
     * What every answer to a request has in common.
     *
     * @param id the answer's name
     * @param created when, in seconds since 1970
     * @param model the model that answers
     * @param promptTokens what the request counts
     * @param usageEvent whether a stream tells its usage
     */
    record Head(String id, long created, String model, int promptTokens, boolean usageEvent) {
        /** An answer of text, in pieces that are escaped for JSON. */
        Completion ofText(List<String> pieces, String finish) {
            return completion(pieces, "", finish, pieces.size());
        }

        /** A call of a function, its arguments in pieces that are escaped for JSON. */
        Completion ofCall(String function, List<String> arguments) {
            String call = "{\"id\":\"call_mock_1\",\"type\":\"function\",\"function\":{\"name\":\""
                    + JsonText.escape(function) + "\",\"arguments\":\"";
            return completion(arguments, call, "tool_calls", arguments.size() + 1);
        }

        private Completion completion(List<String> pieces, String call, String finish, int tokens) {
            String about = "\"created\":" + created + ",\"id\":\"chatcmpl-" + JsonText.escape(id) + "\",\"model\":\""
                    + JsonText.escape(model) + "\",";
            String usage = "{\"prompt_tokens\":" + promptTokens + ",\"completion_tokens\":" + tokens
                    + ",\"total_tokens\":" + (promptTokens + tokens) + "}";
            return new Completion(about, pieces, call, finish, usage, usageEvent);
        }
    }

    /** The body of the whole answer. */
    Bytes whole() {
        StringBuilder body = new StringBuilder(400);
        body.append("{\"object\":\"chat.completion\",").append(about)
                .append("\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":");
        if (call.isEmpty()) {
            body.append('"');
            pieces.forEach(body::append);
            body.append("\",\"refusal\":null}");
        } else {
            body.append("null,\"refusal\":null,\"tool_calls\":[").append(call);
            pieces.forEach(body::append);
            body.append("\"}}]}");
        }
        return Bytes.utf8(body.append(",\"logprobs\":null,\"finish_reason\":\"").append(finish)
                .append("\"}],\"usage\":").append(usage).append('}').toString());
    }

    /** How many events the stream has, the terminator among them. */
    int size() {
        return pieces.size() + (usageEvent ? 4 : 3);
    }

    /** The event in the middle of what is said: where a fault strikes. */
    int middle() {
        return 1 + pieces.size() / 2;
    }

    /** An event by its number, from 0. */
    Frame event(int number) {
        int said = pieces.size();
        if (number == 0) {
            return chunk(call.isEmpty()
                    ? "{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}"
                    : "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"index\":0," + call.substring(1)
                            + "\"}}]}",
                    "null");
        } else if (number <= said) {
            String piece = pieces.get(number - 1);
            return chunk(call.isEmpty()
                    ? "{\"content\":\"" + piece + "\"}"
                    : "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"" + piece + "\"}}]}", "null");
        } else if (number == said + 1) {
            return chunk("{}", '"' + finish + '"');
        }
        return number == said + 2 && usageEvent
                ? frame("{\"object\":\"chat.completion.chunk\"," + about + "\"choices\":[],\"usage\":" + usage + "}")
                : DONE;
    }

    private Frame chunk(String delta, String reason) {
        return frame("{\"object\":\"chat.completion.chunk\"," + about + "\"choices\":[{\"index\":0,\"delta\":" + delta
                + ",\"logprobs\":null,\"finish_reason\":" + reason + "}]}");
    }

    /** An event of any data. */
    static Frame frame(String data) {
        Bytes event = Bytes.wrap(("data: " + data + "\n\n").getBytes(UTF_8));
        return Frame.of(event, "", event.slice("data: ".length(), event.size() - 2));
    }
}
