package io.patchbay.dialect.anthropic.internal;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.model.ModelInfo;
import io.patchbay.dialect.json.JsonWriter;
import java.time.Instant;
import java.util.List;

/** Writes which models there are; the list is always one page. */
final class Models {
    private Models() {}

    static Bytes write(List<ModelInfo> models) {
        JsonWriter out = new JsonWriter().object().name("data").array();
        models.forEach(model -> write(model, out));
        out.endArray().rawMember("has_more", "false");
        end(out, "first_id", models.isEmpty() ? List.of() : List.of(models.getFirst()));
        end(out, "last_id", models.isEmpty() ? List.of() : List.of(models.getLast()));
        return out.endObject().bytes();
    }

    private static void end(JsonWriter out, String name, List<ModelInfo> model) {
        out.rawMember(name, model.isEmpty() ? "null" : JsonWriter.quoted(model.getFirst().id()));
    }

    static Bytes write(ModelInfo model) {
        JsonWriter out = new JsonWriter();
        write(model, out);
        return out.bytes();
    }

    private static void write(ModelInfo model, JsonWriter out) {
        out.object().member("type", "model").member("id", model.id()).member("display_name", model.id())
                .member("created_at", Instant.ofEpochSecond(model.createdEpochSeconds()).toString()).endObject();
    }
}
