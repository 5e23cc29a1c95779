package io.patchbay.dialect.cohere.internal;

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

/** Looks at each frame of an answer in one pass of a streaming parser that binds nothing but usage and errors. */
final class AnswerScanner implements FrameScanner {
    private static final String DONE = "[DONE]";

    private final Operation operation;
    private final ErrorReader errors;
    /** Whether a tool was called, in this frame or before. */
    private boolean called;

    private String type = "";
    private boolean answered;
    private String finish = "";
    private Optional<Usage> usage = Optional.empty();
    private Optional<GatewayException> error = Optional.empty();

    AnswerScanner(Operation operation, ErrorReader errors) {
        this.operation = operation;
        this.errors = errors;
    }

    /** Whether an event's data says that the stream is over. */
    static boolean isDone(Bytes data) {
        return data.size() >= DONE.length() && data.at(0) == '[' && data.utf8().strip().equals(DONE);
    }

    @Override
    public Glimpse scan(Frame frame) {
        boolean whole = Frames.isWhole(frame);
        if (!whole && frame.data().isEmpty()) {
            return Glimpse.NOTHING;
        }
        if (!whole && isDone(frame.data())) {
            return Glimpse.LAST;
        }
        try {
            return read(frame, whole);
        } catch (IOException e) {
            return Glimpse.of(Frames.notJson(frame, e));
        }
    }

    private Glimpse read(Frame frame, boolean whole) throws IOException {
        type = frame.type();
        answered = false;
        finish = "";
        usage = Optional.empty();
        error = Optional.empty();
        try (JsonParser in = JsonReader.open(frame.data())) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                return Glimpse.of(Frames.noAnswer());
            }
            for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
                member(in, name, in.nextToken());
            }
            JsonReader.finish(in);
        }
        if (error.isEmpty()) {
            error = FinishReasons.failure(finish);
        }
        if (error.isPresent()) {
            return new Glimpse(false, Optional.empty(), usage, error, true);
        }
        if (whole) {
            return answered
                    ? new Glimpse(true, finish(), usage, Optional.empty(), true)
                    : Glimpse.of(Frames.noAnswer());
        }
        return event();
    }

    private Glimpse event() {
        return switch (type) {
            case "tool-call-start" -> {
                called = true;
                yield Glimpse.CONTENT;
            }
            case "content-delta", "tool-plan-delta", "tool-call-delta", "citation-start" -> Glimpse.CONTENT;
            default -> finish.isEmpty() && usage.isEmpty()
                    ? Glimpse.NOTHING
                    : new Glimpse(!finish.isEmpty(), finish(), usage, Optional.empty(), false);
        };
    }

    private Optional<FinishReason> finish() {
        return finish.isEmpty() ? Optional.empty() : Optional.of(FinishReasons.read(finish, called));
    }

    private void member(JsonParser in, String name, JsonToken value) throws IOException {
        switch (name) {
            case "type" -> {
                if (value == JsonToken.VALUE_STRING) {
                    type = in.getText();
                }
                in.skipChildren();
            }
            case "delta" -> delta(in, value);
            case "message" -> message(in, value);
            case "embeddings" -> {
                answered |= operation.equals(Operation.EMBEDDINGS) && value.isStructStart();
                in.skipChildren();
            }
            case "results" -> {
                answered |= operation.equals(CohereV2.RERANK) && value == JsonToken.START_ARRAY;
                in.skipChildren();
            }
            default -> end(in, name, value);
        }
    }

    /** The members that a whole answer and the end of a stream have in common. */
    private void end(JsonParser in, String name, JsonToken value) throws IOException {
        if (name.equals(FinishReasons.MEMBER) && value == JsonToken.VALUE_STRING) {
            finish = in.getText();
        } else if ((name.equals("usage") || name.equals("meta")) && value == JsonToken.START_OBJECT) {
            usage = UsageCodec.scan(in);
        } else {
            in.skipChildren();
        }
    }

    private void delta(JsonParser in, JsonToken value) throws IOException {
        if (value != JsonToken.START_OBJECT) {
            in.skipChildren();
            return;
        }
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            JsonToken member = in.nextToken();
            if (name.equals("error") && member == JsonToken.VALUE_STRING) {
                error = Optional.of(errors.inAnswer(in.getText()));
            } else {
                end(in, name, member);
            }
        }
    }

    /** An object is the answer's message, a text that of an error. */
    private void message(JsonParser in, JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_STRING) {
            error = Optional.of(errors.inAnswer(in.getText()));
        }
        if (value != JsonToken.START_OBJECT) {
            in.skipChildren();
            return;
        }
        answered |= operation.equals(Operation.CHAT);
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            JsonToken member = in.nextToken();
            if (name.equals("tool_calls") && member == JsonToken.START_ARRAY) {
                while (in.nextToken() != JsonToken.END_ARRAY) {
                    called = true;
                    in.skipChildren();
                }
            } else {
                in.skipChildren();
            }
        }
    }
}
