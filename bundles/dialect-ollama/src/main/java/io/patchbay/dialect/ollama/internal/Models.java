package io.patchbay.dialect.ollama.internal;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.model.ModelInfo;
import io.patchbay.dialect.json.JsonWriter;
import java.time.Instant;
import java.util.List;

/** Writes models as the list of those that are on a machine. */
final class Models {
    private Models() {}

    static Bytes write(List<ModelInfo> models) {
        JsonWriter out = new JsonWriter().object().name("models").array();
        models.forEach(model -> write(model, out));
        return out.endArray().endObject().bytes();
    }

    static Bytes write(ModelInfo model) {
        JsonWriter out = new JsonWriter();
        write(model, out);
        return out.bytes();
    }

    private static void write(ModelInfo model, JsonWriter out) {
        out.object().member("name", model.id()).member("model", model.id())
                .member("modified_at", Instant.ofEpochSecond(model.createdEpochSeconds()).toString())
                .member("size", 0).endObject();
    }
}
