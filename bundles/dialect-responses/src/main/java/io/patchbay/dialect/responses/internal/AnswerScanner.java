package io.patchbay.dialect.responses.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.patchbay.api.dialect.FrameScanner;
import io.patchbay.api.dialect.Glimpse;
import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.model.FinishReason;
import io.patchbay.dialect.json.JsonReader;
import java.io.IOException;
import java.util.Optional;

/**
 * Looks at each frame of an answer in one pass of a streaming parser that binds nothing but usage and errors.
 *
 * <p>Every event is parsed to its end: that alone tells a malformed event.
 */
final class AnswerScanner implements FrameScanner {
    private final ErrorReader errors;

    private String type = "";
    private String itemType = "";
    private boolean delta;
    private boolean called;
    private ScannedResponse response;

    AnswerScanner(ErrorReader errors) {
        this.errors = errors;
        this.response = new ScannedResponse(errors);
    }

    /** Whether a frame is a whole body: an event of a stream has framing around its data. */
    static boolean isWhole(Frame frame) {
        return frame.bytes().orElse(Bytes.EMPTY).size() == frame.data().size();
    }

    /** Whether an event's data says that the stream is over; OpenAI says nothing there, some vendors do. */
    static boolean isDone(Bytes data) {
        return !data.isEmpty() && data.at(0) == '[' && data.utf8().strip().equals("[DONE]");
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
            return whole ? whole(data) : event(frame.type(), data);
        } catch (IOException e) {
            return Glimpse.of(new GatewayException(ErrorKind.UPSTREAM,
                    "The upstream sent " + (whole ? "a body" : "an event") + " that is not valid JSON.", e));
        }
    }

    private Glimpse whole(Bytes data) throws IOException {
        response = new ScannedResponse(errors);
        try (JsonParser in = JsonReader.open(data)) {
            if (in.nextToken() == JsonToken.START_OBJECT) {
                response.read(in, data);
                JsonReader.finish(in);
            }
        }
        if (response.error().isPresent()) {
            return Glimpse.of(response.error().get());
        }
        return response.hasOutput()
                ? new Glimpse(true, Optional.of(response.finish()), response.usage(), Optional.empty(), true)
                : noAnswer();
    }

    private Glimpse event(String frameType, Bytes data) throws IOException {
        type = frameType;
        itemType = "";
        delta = false;
        response = new ScannedResponse(errors);
        try (JsonParser in = JsonReader.open(data)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                return noAnswer();
            }
            for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
                member(in, name, in.nextToken(), data);
            }
            JsonReader.finish(in);
        }
        called |= Status.isCall(itemType);
        return glimpse(data);
    }

    private void member(JsonParser in, String name, JsonToken value, Bytes data) throws IOException {
        switch (name) {
            case "type" -> {
                type = value == JsonToken.VALUE_STRING ? in.getText() : type;
                in.skipChildren();
            }
            case "delta" -> {
                delta = value == JsonToken.VALUE_STRING && in.getTextLength() > 0;
                in.skipChildren();
            }
            case "response" -> {
                if (value == JsonToken.START_OBJECT) {
                    response.read(in, data);
                } else {
                    in.skipChildren();
                }
            }
            case "item" -> itemType(in, value);
            case "error" -> response.error(in, value, data);
            default -> in.skipChildren();
        }
    }

    private void itemType(JsonParser in, JsonToken value) throws IOException {
        if (value != JsonToken.START_OBJECT) {
            in.skipChildren();
            return;
        }
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            JsonToken member = in.nextToken();
            if (name.equals("type") && member == JsonToken.VALUE_STRING) {
                itemType = in.getText();
            }
            in.skipChildren();
        }
    }

    private Glimpse glimpse(Bytes data) throws IOException {
        if (response.error().isPresent()) {
            return Glimpse.of(response.error().get());
        }
        return switch (type) {
            case "error", "response.failed" -> Glimpse.of(errors.inAnswer(JsonReader.read(data)));
            case "response.completed", "response.incomplete" -> new Glimpse(true, Optional.of(finish()),
                    response.usage(), Optional.empty(), true);
            case "response.created", "response.in_progress", "response.queued", "response.content_part.added" ->
                    Glimpse.NOTHING;
            // A model that thinks for minutes without a word has begun to: that is what a client waits for.
            case "response.output_item.added" -> itemType.equals("message") ? Glimpse.NOTHING : Glimpse.CONTENT;
            default -> isEmpty() ? Glimpse.NOTHING : Glimpse.CONTENT;
        };
    }

    /** A delta without text, and what is not about the response, such as a sign of life. */
    private boolean isEmpty() {
        return !type.startsWith("response.") || (type.endsWith(".delta") && !delta);
    }

    /** The event's name says how it ended, also where the response in it does not; and so do the items before it. */
    private FinishReason finish() {
        FinishReason finish = response.finish();
        if (finish == FinishReason.OTHER) {
            finish = type.endsWith(Status.INCOMPLETE) ? FinishReason.LENGTH : FinishReason.STOP;
        }
        return finish == FinishReason.STOP && called ? FinishReason.TOOL_CALLS : finish;
    }

    private static Glimpse noAnswer() {
        return Glimpse.of(
                new GatewayException(ErrorKind.UPSTREAM, "The upstream answered with something that is no answer."));
    }
}
