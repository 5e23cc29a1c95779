package io.patchbay.dialect.gemini.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.patchbay.api.dialect.FrameScanner;
import io.patchbay.api.dialect.Glimpse;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.model.FinishReason;
import io.patchbay.api.model.Usage;
import io.patchbay.dialect.json.Frames;
import io.patchbay.dialect.json.JsonReader;
import java.io.IOException;
import java.util.Optional;

/**
 * Looks at each frame of an answer in one pass of a streaming parser that binds nothing but usage and errors.
 *
 * <p>A stream has no terminator: no event is known to be the last, not even one with a finish reason.
 */
final class AnswerScanner implements FrameScanner {
    private final Operation operation;
    private final ErrorReader errors;

    private boolean called;
    private boolean answered;
    private boolean useful;
    private Optional<FinishReason> finish = Optional.empty();
    private Optional<Usage> usage = Optional.empty();
    private Optional<GatewayException> error = Optional.empty();

    AnswerScanner(Operation operation, ErrorReader errors) {
        this.operation = operation;
        this.errors = errors;
    }

    @Override
    public Glimpse scan(Frame frame) {
        boolean whole = Frames.isWhole(frame);
        if (!whole && frame.data().isEmpty()) {
            return Glimpse.NOTHING;
        }
        answered = false;
        useful = false;
        finish = Optional.empty();
        usage = Optional.empty();
        error = Optional.empty();
        try {
            return read(frame.data(), whole);
        } catch (IOException e) {
            return Glimpse.of(Frames.notJson(frame, e));
        }
    }

    private Glimpse read(Bytes data, boolean whole) throws IOException {
        try (JsonParser in = JsonReader.open(data)) {
            JsonToken first = in.nextToken();
            if (first == JsonToken.START_ARRAY && whole) {
                // A stream for which no events were asked; its chunks are those of a stream.
                for (JsonToken each = in.nextToken(); each == JsonToken.START_OBJECT; each = in.nextToken()) {
                    chunk(in, data, false);
                }
                if (in.currentToken() != JsonToken.END_ARRAY) {
                    return Glimpse.of(Frames.noAnswer());
                }
            } else if (first == JsonToken.START_OBJECT) {
                chunk(in, data, whole);
            } else {
                return Glimpse.of(Frames.noAnswer());
            }
            JsonReader.finish(in);
        }
        if (error.isPresent()) {
            return Glimpse.of(error.get());
        }
        if (whole) {
            return answered ? new Glimpse(true, finish, usage, error, true) : Glimpse.of(Frames.noAnswer());
        }
        if (finish.isEmpty() && usage.isEmpty()) {
            return useful ? Glimpse.CONTENT : Glimpse.NOTHING;
        }
        return new Glimpse(useful || finish.isPresent(), finish, usage, error, false);
    }

    private void chunk(JsonParser in, Bytes data, boolean whole) throws IOException {
        boolean any = false;
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            JsonToken value = in.nextToken();
            any = true;
            switch (name) {
                case ChatResponses.CANDIDATES -> candidates(in, value, whole);
                case UsageCodec.NAME -> {
                    if (value == JsonToken.START_OBJECT) {
                        usage = Optional.of(UsageCodec.scan(in));
                    } else {
                        in.skipChildren();
                    }
                }
                case "promptFeedback" -> feedback(in, value);
                case "embedding", "embeddings" -> {
                    answered |= operation.equals(Operation.EMBEDDINGS);
                    in.skipChildren();
                }
                case ErrorReader.ERROR -> {
                    if (value != JsonToken.VALUE_NULL) {
                        error = Optional.of(errors.inAnswer(JsonReader.value(in, data)));
                    }
                }
                default -> in.skipChildren();
            }
        }
        answered |= any && !operation.equals(Operation.CHAT) && !operation.equals(Operation.EMBEDDINGS);
    }

    private void candidates(JsonParser in, JsonToken value, boolean whole) throws IOException {
        if (value != JsonToken.START_ARRAY) {
            in.skipChildren();
            return;
        }
        for (JsonToken each = in.nextToken(); each != JsonToken.END_ARRAY; each = in.nextToken()) {
            if (each == JsonToken.START_OBJECT) {
                answered = true;
                candidate(in, whole);
            } else {
                in.skipChildren();
            }
        }
    }

    private void candidate(JsonParser in, boolean whole) throws IOException {
        String word = "";
        boolean code = false;
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            JsonToken value = in.nextToken();
            if (name.equals("content") && value == JsonToken.START_OBJECT) {
                code = content(in);
            } else if (name.equals(FinishReasons.NAME) && value == JsonToken.VALUE_STRING) {
                word = in.getText();
            } else {
                in.skipChildren();
            }
        }
        if (FinishReasons.isEnd(word, code && !whole)) {
            finish = Optional.of(FinishReasons.read(word, called));
        }
    }

    /** Reads a content; whether its last part is code. */
    private boolean content(JsonParser in) throws IOException {
        boolean code = false;
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            JsonToken value = in.nextToken();
            if (!name.equals(Contents.PARTS) || value != JsonToken.START_ARRAY) {
                in.skipChildren();
                continue;
            }
            for (JsonToken each = in.nextToken(); each != JsonToken.END_ARRAY; each = in.nextToken()) {
                code = each == JsonToken.START_OBJECT && part(in);
                in.skipChildren();
            }
        }
        return code;
    }

    /** Reads a part; whether it is code. An empty text and a signature are nothing that a client waits for. */
    private boolean part(JsonParser in) throws IOException {
        boolean code = false;
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            JsonToken value = in.nextToken();
            switch (name) {
                case "text" -> useful |= value == JsonToken.VALUE_STRING && in.getTextLength() > 0;
                case PartReader.CALL -> {
                    called |= value == JsonToken.START_OBJECT;
                    useful |= value == JsonToken.START_OBJECT;
                }
                default -> {
                    useful |= value == JsonToken.START_OBJECT;
                    code |= FinishReasons.CODE.contains(name);
                }
            }
            in.skipChildren();
        }
        return code;
    }

    private void feedback(JsonParser in, JsonToken value) throws IOException {
        if (value != JsonToken.START_OBJECT) {
            in.skipChildren();
            return;
        }
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            if (in.nextToken() == JsonToken.VALUE_STRING && name.equals("blockReason")) {
                answered = true;
                useful = true;
                finish = Optional.of(FinishReason.CONTENT_FILTER);
            }
            in.skipChildren();
        }
    }
}
