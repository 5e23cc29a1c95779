package io.patchbay.dialect.anthropic.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.patchbay.api.dialect.FrameScanner;
import io.patchbay.api.dialect.Glimpse;
import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.model.FinishReason;
import io.patchbay.api.model.Usage;
import io.patchbay.dialect.json.JsonReader;
import java.io.IOException;
import java.util.Optional;

/**
 * Looks at each frame of an answer in one pass of a streaming parser that binds nothing but usage and errors.
 *
 * <p>Every event is parsed to its end: that alone tells a malformed event, at about a microsecond.
 */
final class AnswerScanner implements FrameScanner {
    private final Operation operation;
    private final ErrorReader errors;
    private final RunningUsage running = new RunningUsage();

    private String type = "";
    private boolean answered;
    private boolean useful;
    private boolean counted;
    private String stopReason = "";
    private Optional<GatewayException> error = Optional.empty();

    AnswerScanner(Operation operation, ErrorReader errors) {
        this.operation = operation;
        this.errors = errors;
    }

    /** Whether data is no event of this dialect but the end of some vendors' streams, after the dialect's own. */
    static boolean isDone(Bytes data) {
        return data.size() < 16 && data.utf8().strip().equals("[DONE]");
    }

    @Override
    public Glimpse scan(Frame frame) {
        Bytes data = frame.data();
        boolean whole = frame.bytes().orElse(Bytes.EMPTY).size() == data.size();
        if (!whole && (data.isEmpty() || isDone(data))) {
            return Glimpse.NOTHING;
        }
        try {
            read(data);
        } catch (IOException e) {
            return Glimpse.of(new GatewayException(ErrorKind.UPSTREAM,
                    "The upstream sent " + (whole ? "a body" : "an event") + " that is not valid JSON.", e));
        }
        return whole ? ofWhole() : ofEvent(type.isEmpty() ? frame.type() : type);
    }

    private Glimpse ofWhole() {
        if (error.isPresent()) {
            return Glimpse.of(error.get());
        }
        return answered ? new Glimpse(true, finish(), usage(), Optional.empty(), true) : noAnswer();
    }

    private Glimpse ofEvent(String event) {
        if (error.isPresent()) {
            return Glimpse.of(error.get());
        }
        return switch (event) {
            case "message_stop" -> Glimpse.LAST;
            case "message_start" -> new Glimpse(false, Optional.empty(), usage(), Optional.empty(), false);
            case "content_block_start", "content_block_delta" -> useful ? Glimpse.CONTENT : Glimpse.NOTHING;
            case "message_delta" ->
                    new Glimpse(finish().isPresent(), finish(), usage(), Optional.empty(), false);
            case "error" -> Glimpse.of(
                    new GatewayException(ErrorKind.UPSTREAM, "The upstream broke its answer off with an error."));
            case "" -> noAnswer();
            default -> Glimpse.NOTHING;
        };
    }

    private static Glimpse noAnswer() {
        return Glimpse.of(
                new GatewayException(ErrorKind.UPSTREAM, "The upstream answered with something that is no answer."));
    }

    private Optional<FinishReason> finish() {
        return stopReason.isEmpty() ? Optional.empty() : Optional.of(StopReasons.read(stopReason));
    }

    private Optional<Usage> usage() {
        return counted ? Optional.of(running.usage()) : Optional.empty();
    }

    private void read(Bytes data) throws IOException {
        type = "";
        answered = false;
        useful = false;
        counted = false;
        stopReason = "";
        error = Optional.empty();
        try (JsonParser in = JsonReader.open(data)) {
            if (in.nextToken() == JsonToken.START_OBJECT) {
                for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
                    member(in, name, in.nextToken(), data);
                }
            } else {
                in.skipChildren();
            }
            JsonReader.finish(in);
        }
    }

    private void member(JsonParser in, String name, JsonToken value, Bytes data) throws IOException {
        switch (name) {
            case "type" -> type = value == JsonToken.VALUE_STRING ? in.getText() : "";
            case "usage" -> usage(in, value);
            case "message" -> message(in, value);
            case "content_block" -> block(in, value);
            case "delta" -> delta(in, value);
            case "error" -> error(in, value, data);
            case "content" -> answered |= value == JsonToken.START_ARRAY && operation.equals(Operation.CHAT);
            case "input_tokens" -> answered |= value.isNumeric() && !operation.equals(Operation.CHAT);
            case "stop_reason" -> stopReason(in, value);
            default -> {}
        }
        in.skipChildren();
    }

    private void message(JsonParser in, JsonToken value) throws IOException {
        if (value != JsonToken.START_OBJECT) {
            return;
        }
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            JsonToken member = in.nextToken();
            if (name.equals("usage")) {
                usage(in, member);
            }
            in.skipChildren();
        }
    }

    private void usage(JsonParser in, JsonToken value) throws IOException {
        if (value == JsonToken.START_OBJECT) {
            running.scan(in);
            counted = true;
        }
    }

    /** A text or a thought begins empty and says nothing yet; every other block is something. */
    private void block(JsonParser in, JsonToken value) throws IOException {
        if (value != JsonToken.START_OBJECT) {
            return;
        }
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            JsonToken member = in.nextToken();
            switch (name) {
                case "type" -> useful |= !in.getText().equals("text") && !in.getText().equals("thinking");
                case "text", "thinking" -> useful |= saysSomething(in, member);
                default -> {}
            }
            in.skipChildren();
        }
    }

    /** Whatever a delta has beside its type is content: a text, a piece of JSON, a citation, a signature. */
    private void delta(JsonParser in, JsonToken value) throws IOException {
        if (value != JsonToken.START_OBJECT) {
            return;
        }
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            JsonToken member = in.nextToken();
            switch (name) {
                case "type" -> {}
                case "stop_reason" -> stopReason(in, member);
                default -> useful |= saysSomething(in, member);
            }
            in.skipChildren();
        }
    }

    private static boolean saysSomething(JsonParser in, JsonToken value) throws IOException {
        return value == JsonToken.START_OBJECT || (value == JsonToken.VALUE_STRING && in.getTextLength() > 0);
    }

    private void stopReason(JsonParser in, JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_STRING) {
            stopReason = in.getText();
        }
    }

    private void error(JsonParser in, JsonToken value, Bytes data) throws IOException {
        if (value != JsonToken.VALUE_NULL) {
            error = Optional.of(errors.inAnswer(JsonReader.value(in, data)));
        }
    }
}
