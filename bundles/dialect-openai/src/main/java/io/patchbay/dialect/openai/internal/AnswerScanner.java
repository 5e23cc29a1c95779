package io.patchbay.dialect.openai.internal;

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
    private static final Bytes DONE = Bytes.utf8("[DONE]");

    private final Operation operation;
    private final ErrorReader errors;

    private boolean answered;
    private boolean useful;
    private Optional<FinishReason> finish = Optional.empty();
    private Optional<Usage> usage = Optional.empty();
    private Optional<GatewayException> error = Optional.empty();

    AnswerScanner(Operation operation, ErrorReader errors) {
        this.operation = operation;
        this.errors = errors;
    }

    /** Whether a frame is a whole body: an event of a stream has framing around its data. */
    static boolean isWhole(Frame frame) {
        return frame.bytes().orElse(Bytes.EMPTY).size() == frame.data().size();
    }

    /** Whether an event's data says that the stream is over. */
    static boolean isDone(Bytes data) {
        return data.size() >= DONE.size() && data.at(0) == '[' && data.utf8().strip().equals("[DONE]");
    }

    @Override
    public Glimpse scan(Frame frame) {
        Bytes data = frame.data();
        boolean whole = isWhole(frame);
        if (!whole && data.isEmpty()) {
            return Glimpse.NOTHING;
        }
        if (!whole && isDone(data)) {
            return Glimpse.LAST;
        }
        try {
            if (frame.type().equals("error")) {
                return Glimpse.of(errors.inAnswer(JsonReader.read(data)));
            }
            return read(data, whole);
        } catch (IOException e) {
            return Glimpse.of(new GatewayException(ErrorKind.UPSTREAM,
                    "The upstream sent " + (whole ? "a body" : "an event") + " that is not valid JSON.", e));
        }
    }

    private Glimpse read(Bytes data, boolean whole) throws IOException {
        answered = false;
        useful = false;
        finish = Optional.empty();
        usage = Optional.empty();
        error = Optional.empty();
        try (JsonParser in = JsonReader.open(data)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                return noAnswer();
            }
            for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
                member(in, name, in.nextToken(), data, whole);
            }
            JsonReader.finish(in);
        }
        if (error.isPresent()) {
            return Glimpse.of(error.get());
        }
        if (whole) {
            return answered ? new Glimpse(true, finish, usage, error, true) : noAnswer();
        }
        if (finish.isEmpty() && usage.isEmpty()) {
            return useful ? Glimpse.CONTENT : Glimpse.NOTHING;
        }
        return new Glimpse(useful || finish.isPresent(), finish, usage, error, false);
    }

    private static Glimpse noAnswer() {
        return Glimpse.of(
                new GatewayException(ErrorKind.UPSTREAM, "The upstream answered with something that is no answer."));
    }

    private void member(JsonParser in, String name, JsonToken value, Bytes data, boolean whole) throws IOException {
        switch (name) {
            case "choices" -> choices(in, value, data, whole);
            case "data" -> {
                answered |= value == JsonToken.START_ARRAY && !operation.equals(Operation.CHAT);
                in.skipChildren();
            }
            case "usage" -> usage(in, value);
            // Groq says the usage of a stream here, and only here to a client that did not ask for it.
            case "x_groq" -> {
                if (value == JsonToken.START_OBJECT) {
                    for (String inner = in.nextFieldName(); inner != null; inner = in.nextFieldName()) {
                        JsonToken each = in.nextToken();
                        if (inner.equals("usage")) {
                            usage(in, each);
                        } else {
                            in.skipChildren();
                        }
                    }
                }
            }
            case "error" -> error(in, value, data);
            default -> in.skipChildren();
        }
    }

    private void choices(JsonParser in, JsonToken value, Bytes data, boolean whole) throws IOException {
        if (value != JsonToken.START_ARRAY) {
            in.skipChildren();
            return;
        }
        for (JsonToken each = in.nextToken(); each != JsonToken.END_ARRAY; each = in.nextToken()) {
            if (each != JsonToken.START_OBJECT) {
                in.skipChildren();
                continue;
            }
            for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
                choice(in, name, in.nextToken(), data, whole);
            }
        }
    }

    private void choice(JsonParser in, String name, JsonToken value, Bytes data, boolean whole) throws IOException {
        switch (name) {
            case "message" -> {
                answered |= whole && value == JsonToken.START_OBJECT;
                in.skipChildren();
            }
            case "delta" -> delta(in, value);
            // A legacy completion's, in place of message and delta.
            case "text" -> {
                answered |= whole && value == JsonToken.VALUE_STRING;
                useful |= value == JsonToken.VALUE_STRING && in.getTextLength() > 0;
                in.skipChildren();
            }
            case "finish_reason" -> {
                // Some vendors write an empty word where OpenAI writes null.
                if (value == JsonToken.VALUE_STRING && in.getTextLength() > 0) {
                    finish(in.getText());
                }
                in.skipChildren();
            }
            case "error" -> error(in, value, data);
            default -> in.skipChildren();
        }
    }

    /** Whatever a vendor has in a delta is content, but for who speaks and in which channel. */
    private void delta(JsonParser in, JsonToken value) throws IOException {
        if (value != JsonToken.START_OBJECT) {
            return;
        }
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            JsonToken member = in.nextToken();
            if (useful || name.equals("role") || name.equals("channel")) {
                in.skipChildren();
            } else if (member == JsonToken.VALUE_STRING) {
                useful = in.getTextLength() > 0;
            } else if (member == JsonToken.START_ARRAY) {
                useful = in.nextToken() != JsonToken.END_ARRAY;
                while (in.currentToken() != JsonToken.END_ARRAY) {
                    in.skipChildren();
                    in.nextToken();
                }
            } else if (member == JsonToken.START_OBJECT) {
                useful = true;
                in.skipChildren();
            }
        }
    }

    /** An error object says more than a finish reason that tells of one. */
    private void finish(String word) {
        Optional<GatewayException> failure = FinishReasons.failure(word);
        if (failure.isEmpty()) {
            finish = Optional.of(FinishReasons.read(word));
        } else if (error.isEmpty()) {
            error = failure;
        }
    }

    private void usage(JsonParser in, JsonToken value) throws IOException {
        if (value == JsonToken.START_OBJECT) {
            usage = Optional.of(UsageCodec.scan(in));
        } else {
            in.skipChildren();
        }
    }

    private void error(JsonParser in, JsonToken value, Bytes data) throws IOException {
        if (value != JsonToken.VALUE_NULL) {
            error = Optional.of(errors.inAnswer(JsonReader.value(in, data)));
        }
    }
}
