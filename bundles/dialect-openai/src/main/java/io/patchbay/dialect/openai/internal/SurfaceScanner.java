package io.patchbay.dialect.openai.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.patchbay.api.dialect.FrameScanner;
import io.patchbay.api.dialect.Glimpse;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.model.Usage;
import io.patchbay.dialect.json.JsonReader;
import java.io.IOException;
import java.util.Optional;

/**
 * Looks at the answer of a surface. Whatever comes is what was asked for: sound, a transcript, JSON. Usage and errors are
 * read where it is JSON.
 */
final class SurfaceScanner implements FrameScanner {
    private final ErrorReader errors;

    SurfaceScanner(ErrorReader errors) {
        this.errors = errors;
    }

    @Override
    public Glimpse scan(Frame frame) {
        Bytes data = frame.data();
        if (data.isEmpty()) {
            return Glimpse.NOTHING;
        }
        if (data.at(0) != '{') {
            return Glimpse.CONTENT;
        }
        try {
            return read(data);
        } catch (IOException _) {
            return Glimpse.CONTENT;
        }
    }

    private Glimpse read(Bytes data) throws IOException {
        Optional<Usage> usage = Optional.empty();
        Optional<GatewayException> error = Optional.empty();
        try (JsonParser in = JsonReader.open(data)) {
            in.nextToken();
            for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
                JsonToken value = in.nextToken();
                if (name.equals("usage") && value == JsonToken.START_OBJECT) {
                    usage = Optional.of(UsageCodec.scan(in));
                } else if (name.equals("error") && value != JsonToken.VALUE_NULL) {
                    error = Optional.of(errors.inAnswer(JsonReader.value(in, data)));
                } else {
                    in.skipChildren();
                }
            }
        }
        return error.map(Glimpse::of).orElse(new Glimpse(true, Optional.empty(), usage, error, false));
    }
}
