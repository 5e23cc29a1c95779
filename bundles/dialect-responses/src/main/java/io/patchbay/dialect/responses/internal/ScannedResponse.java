package io.patchbay.dialect.responses.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.model.FinishReason;
import io.patchbay.api.model.Usage;
import io.patchbay.dialect.json.JsonReader;
import java.io.IOException;
import java.util.Optional;

/** What a streaming parser sees in a response object. */
final class ScannedResponse {
    private final ErrorReader errors;
    private String status = "";
    private String reason = "";
    private boolean output;
    private boolean called;
    private Optional<Usage> usage = Optional.empty();
    private Optional<GatewayException> error = Optional.empty();

    ScannedResponse(ErrorReader errors) {
        this.errors = errors;
    }

    /** Whether there is a list of items. */
    boolean hasOutput() {
        return output;
    }

    Optional<Usage> usage() {
        return usage;
    }

    Optional<GatewayException> error() {
        return error.isEmpty() && status.equals(Status.FAILED)
                ? Optional.of(new GatewayException(ErrorKind.UPSTREAM, "The upstream failed to answer."))
                : error;
    }

    FinishReason finish() {
        return new Status(status, reason).finish(called);
    }

    /** Reads the object that a parser stands at the beginning of, and leaves it at the end. */
    void read(JsonParser in, Bytes data) throws IOException {
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            JsonToken value = in.nextToken();
            switch (name) {
                case "status" -> {
                    status = value == JsonToken.VALUE_STRING ? in.getText() : "";
                    in.skipChildren();
                }
                case "incomplete_details" -> reason(in, value);
                case "output" -> output(in, value);
                case "usage" -> {
                    if (value == JsonToken.START_OBJECT) {
                        usage = Optional.of(UsageCodec.scan(in));
                    } else {
                        in.skipChildren();
                    }
                }
                case "error" -> error(in, value, data);
                default -> in.skipChildren();
            }
        }
    }

    /** Reads an error, where there is one. */
    void error(JsonParser in, JsonToken value, Bytes data) throws IOException {
        if (value != JsonToken.VALUE_NULL) {
            error = Optional.of(errors.inAnswer(JsonReader.value(in, data)));
        }
    }

    private void reason(JsonParser in, JsonToken value) throws IOException {
        if (value != JsonToken.START_OBJECT) {
            in.skipChildren();
            return;
        }
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            JsonToken member = in.nextToken();
            if (name.equals("reason") && member == JsonToken.VALUE_STRING) {
                reason = in.getText();
            }
            in.skipChildren();
        }
    }

    private void output(JsonParser in, JsonToken value) throws IOException {
        if (value != JsonToken.START_ARRAY) {
            in.skipChildren();
            return;
        }
        output = true;
        for (JsonToken each = in.nextToken(); each != JsonToken.END_ARRAY; each = in.nextToken()) {
            if (each != JsonToken.START_OBJECT) {
                in.skipChildren();
                continue;
            }
            for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
                JsonToken member = in.nextToken();
                if (name.equals("type") && member == JsonToken.VALUE_STRING) {
                    called |= Status.isCall(in.getText());
                }
                in.skipChildren();
            }
        }
    }
}
