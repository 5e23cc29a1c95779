package io.patchbay.upstream.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.model.ModelInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the lists of models that vendors give: {@code {"data": [...]}} (OpenAI and most), {@code {"models": [...]}}
 * (Ollama's own, and Google's), or a plain array, of objects with {@code id}, {@code name} or {@code model}.
 */
public final class ModelList {
    private static final JsonMapper JSON = new JsonMapper();
    private static final List<String> NAMES = List.of("id", "name", "model");
    /** Google names a model by the path of its resource. */
    private static final String RESOURCE = "models/";

    private ModelList() {}

    /**
     * Reads a list.
     *
     * @throws GatewayException of kind {@code UPSTREAM} if it is none
     */
    public static List<ModelInfo> read(Bytes body) {
        JsonNode json = parse(body);
        JsonNode list = json.isArray() ? json : json.has("data") ? json.get("data") : json.path("models");
        if (!list.isArray()) {
            throw malformed("neither an array nor an object with data or models");
        }
        List<ModelInfo> models = new ArrayList<>(list.size());
        for (JsonNode entry : list) {
            NAMES.stream().map(entry::path).filter(JsonNode::isTextual).findFirst()
                    .ifPresent(name -> models.add(new ModelInfo(id(name.textValue()),
                            entry.path("owned_by").asText(""), entry.path("created").asLong(0))));
        }
        return models;
    }

    private static String id(String name) {
        return name.startsWith(RESOURCE) ? name.substring(RESOURCE.length()) : name;
    }

    private static JsonNode parse(Bytes body) {
        try {
            return body.read(JSON::readTree);
        } catch (JsonProcessingException e) {
            throw malformed(e.getOriginalMessage());
        } catch (IOException e) {
            throw malformed(String.valueOf(e.getMessage()));
        }
    }

    private static GatewayException malformed(String why) {
        return new GatewayException(ErrorKind.UPSTREAM, "The upstream's list of models is malformed: " + why + ".");
    }
}
