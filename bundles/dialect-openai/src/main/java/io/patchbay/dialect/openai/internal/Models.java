package io.patchbay.dialect.openai.internal;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.model.ModelInfo;
import io.patchbay.dialect.json.JsonWriter;
import java.util.List;

/** Writes which models there are. */
final class Models {
    private Models() {}

    static Bytes write(List<ModelInfo> models) {
        JsonWriter out = new JsonWriter().object().member("object", "list").name("data").array();
        models.forEach(model -> write(model, out));
        return out.endArray().endObject().bytes();
    }

    static Bytes write(ModelInfo model) {
        JsonWriter out = new JsonWriter();
        write(model, out);
        return out.bytes();
    }

    private static void write(ModelInfo model, JsonWriter out) {
        out.object().member("id", model.id()).member("object", "model")
                .member("created", model.createdEpochSeconds()).member("owned_by", model.owner()).endObject();
    }
}
