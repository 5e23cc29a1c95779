package io.patchbay.dialect.gemini.internal;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.model.ModelInfo;
import io.patchbay.dialect.json.JsonWriter;
import java.util.List;

/** Writes which models there are; what each of them can do is not known, so that it is what can be asked here. */
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
        out.object().member("name", Gemini.MODEL_PREFIX + model.id()).member("displayName", model.id())
                .name("supportedGenerationMethods").array();
        for (Action action : Action.values()) {
            out.string(action.word());
        }
        out.endArray().endObject();
    }
}
