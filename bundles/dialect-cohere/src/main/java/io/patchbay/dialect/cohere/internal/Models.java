package io.patchbay.dialect.cohere.internal;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.model.ModelInfo;
import io.patchbay.dialect.json.JsonWriter;
import java.util.List;

/** Writes models; what Cohere says of them beside the name, nobody knows of a model in general. */
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
        out.object().member("name", model.id()).endObject();
    }
}
