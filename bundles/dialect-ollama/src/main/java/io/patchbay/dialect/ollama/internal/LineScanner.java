package io.patchbay.dialect.ollama.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.patchbay.api.dialect.FrameScanner;
import io.patchbay.api.dialect.Glimpse;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.model.FinishReason;
import io.patchbay.api.model.Usage;
import io.patchbay.dialect.json.Frames;
import io.patchbay.dialect.json.JsonReader;
import java.io.IOException;
import java.util.Optional;

/** Looks at each line of an answer, or at all of it, in one pass of a streaming parser that binds nothing but errors. */
final class LineScanner implements FrameScanner {
    private final Operation operation;
    private final Errors errors;
    /** Whether a tool was called, in this line or before. */
    private boolean called;

    private boolean answered;
    private boolean useful;
    private boolean done;
    private String reason = "";
    private long input;
    private long output;
    private Optional<GatewayException> error = Optional.empty();

    LineScanner(Operation operation, Errors errors) {
        this.operation = operation;
        this.errors = errors;
    }

    @Override
    public Glimpse scan(Frame frame) {
        if (frame.data().isEmpty() && !Frames.isWhole(frame)) {
            return Glimpse.NOTHING;
        }
        try {
            return read(frame);
        } catch (IOException e) {
            return Glimpse.of(Frames.notJson(frame, e));
        }
    }

    private Glimpse read(Frame frame) throws IOException {
        answered = false;
        useful = false;
        done = false;
        reason = "";
        input = 0;
        output = 0;
        error = Optional.empty();
        try (JsonParser in = JsonReader.open(frame.data())) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                return Glimpse.of(Frames.noAnswer());
            }
            for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
                member(in, name, in.nextToken(), frame);
            }
            JsonReader.finish(in);
        }
        if (error.isPresent()) {
            return Glimpse.of(error.get());
        }
        if (!answered) {
            return Glimpse.of(Frames.noAnswer());
        }
        Optional<Usage> usage = input + output > 0 ? Optional.of(Usage.of(input, output)) : Optional.empty();
        if (operation.equals(Operation.CHAT)) {
            Optional<FinishReason> finish =
                    done ? Optional.of(FinishReasons.read(reason, called)) : Optional.empty();
            return new Glimpse(useful || done, finish, usage, Optional.empty(), done);
        }
        return new Glimpse(true, Optional.empty(), usage, Optional.empty(), true);
    }

    private void member(JsonParser in, String name, JsonToken value, Frame frame) throws IOException {
        switch (name) {
            case "message" -> message(in, value);
            case "embeddings" -> {
                answered |= !operation.equals(Operation.CHAT) && value == JsonToken.START_ARRAY;
                in.skipChildren();
            }
            case "done" -> done = value == JsonToken.VALUE_TRUE;
            case FinishReasons.MEMBER -> {
                if (value == JsonToken.VALUE_STRING) {
                    reason = in.getText();
                }
                in.skipChildren();
            }
            case UsageCodec.INPUT -> input = count(in, value);
            case UsageCodec.OUTPUT -> output = count(in, value);
            case Errors.MEMBER -> {
                if (value != JsonToken.VALUE_NULL) {
                    error = Optional.of(errors.inAnswer(JsonReader.value(in, frame.data())));
                }
            }
            default -> in.skipChildren();
        }
    }

    private static long count(JsonParser in, JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_NUMBER_INT) {
            return Math.max(in.getValueAsLong(), 0);
        }
        in.skipChildren();
        return 0;
    }

    /** Whatever is in a message is content, but for who speaks. */
    private void message(JsonParser in, JsonToken value) throws IOException {
        if (value != JsonToken.START_OBJECT) {
            in.skipChildren();
            return;
        }
        answered |= operation.equals(Operation.CHAT);
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            JsonToken member = in.nextToken();
            boolean said = member == JsonToken.VALUE_STRING ? in.getTextLength() > 0 : member.isStructStart();
            useful |= said && !name.equals("role");
            if (name.equals(Messages.TOOL_CALLS) && member == JsonToken.START_ARRAY) {
                while (in.nextToken() != JsonToken.END_ARRAY) {
                    called = true;
                    in.skipChildren();
                }
            }
            in.skipChildren();
        }
    }
}
