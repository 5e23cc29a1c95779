package io.patchbay.dialect.bedrock.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.patchbay.api.dialect.FrameScanner;
import io.patchbay.api.dialect.Glimpse;
import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.model.FinishReason;
import io.patchbay.api.model.Usage;
import io.patchbay.dialect.json.JsonReader;
import java.io.IOException;
import java.util.Optional;

/**
 * Looks at each frame of an answer in one pass of a streaming parser that binds nothing but usage and errors. A stream
 * ends with its {@code metadata}, which follows the {@code messageStop}.
 */
final class AnswerScanner implements FrameScanner {
    private final ErrorReader errors;

    private boolean answered;
    private boolean useful;
    private Optional<FinishReason> finish = Optional.empty();
    private Optional<Usage> usage = Optional.empty();

    AnswerScanner(ErrorReader errors) {
        this.errors = errors;
    }

    @Override
    public Glimpse scan(Frame frame) {
        if (EventMessages.isFailure(frame)) {
            return Glimpse.of(errors.inStream(frame));
        }
        boolean whole = EventMessages.isWhole(frame);
        answered = false;
        useful = false;
        finish = Optional.empty();
        usage = Optional.empty();
        try {
            return whole ? whole(frame.data()) : event(frame.type(), frame.data());
        } catch (IOException e) {
            return Glimpse.of(new GatewayException(ErrorKind.UPSTREAM,
                    "The upstream sent " + (whole ? "a body" : "an event") + " that is not valid JSON.", e));
        }
    }

    private Glimpse whole(Bytes body) throws IOException {
        try (JsonParser in = JsonReader.open(body)) {
            if (in.nextToken() == JsonToken.START_OBJECT) {
                for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
                    JsonToken value = in.nextToken();
                    if (name.equals("output") && value == JsonToken.START_OBJECT) {
                        output(in);
                    } else {
                        member(in, name, value);
                    }
                }
                JsonReader.finish(in);
            }
        }
        return answered
                ? new Glimpse(true, finish, usage, Optional.empty(), true)
                : Glimpse.of(new GatewayException(ErrorKind.UPSTREAM,
                        "The upstream answered with something that is no answer."));
    }

    private void output(JsonParser in) throws IOException {
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            answered |= in.nextToken() == JsonToken.START_OBJECT && name.equals("message");
            in.skipChildren();
        }
    }

    private Glimpse event(String type, Bytes data) throws IOException {
        try (JsonParser in = JsonReader.open(data)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw new GatewayException(ErrorKind.UPSTREAM, "The upstream sent an event that is no object.");
            }
            for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
                JsonToken value = in.nextToken();
                if (name.equals("delta")) {
                    useful |= saysSomething(in, value);
                } else {
                    member(in, name, value);
                }
            }
            JsonReader.finish(in);
        } catch (GatewayException e) {
            return Glimpse.of(e);
        }
        return switch (type) {
            case "contentBlockStart" -> Glimpse.CONTENT;
            case "contentBlockDelta" -> useful ? Glimpse.CONTENT : Glimpse.NOTHING;
            case "messageStop" -> new Glimpse(true, finish, Optional.empty(), Optional.empty(), false);
            case "metadata" -> new Glimpse(false, Optional.empty(), usage, Optional.empty(), true);
            default -> Glimpse.NOTHING;
        };
    }

    private void member(JsonParser in, String name, JsonToken value) throws IOException {
        if (name.equals("stopReason") && value == JsonToken.VALUE_STRING) {
            finish = Optional.of(FinishReasons.read(in.getText()));
        } else if (name.equals("usage") && value == JsonToken.START_OBJECT) {
            usage = Optional.of(UsageCodec.scan(in));
        } else {
            in.skipChildren();
        }
    }

    /** Whether a delta has a text that is not empty, at any depth; the model's text is often empty for a while. */
    private static boolean saysSomething(JsonParser in, JsonToken delta) throws IOException {
        if (delta != JsonToken.START_OBJECT) {
            return false;
        }
        boolean said = false;
        for (int depth = 1; depth > 0;) {
            switch (in.nextToken()) {
                case START_OBJECT, START_ARRAY -> depth++;
                case END_OBJECT, END_ARRAY -> depth--;
                case VALUE_STRING -> said |= in.getTextLength() > 0;
                default -> {}
            }
        }
        return said;
    }
}
