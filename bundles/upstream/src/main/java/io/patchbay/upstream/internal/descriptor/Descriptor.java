package io.patchbay.upstream.internal.descriptor;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.patchbay.upstream.Authentication;
import io.patchbay.upstream.ProviderSettings;
import io.patchbay.upstream.internal.Setting;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a bundle's descriptor says about a vendor.
 *
 * @param title the vendor's name for people
 * @param docs where the vendor documents its API; empty where nobody said
 * @param authentication how a key is proved
 * @param defaults values of settings, by name, for what a configuration leaves out
 */
record Descriptor(String title, String docs, Authentication authentication, Map<String, Object> defaults) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final Set<Setting> TEXTS =
            Set.of(Setting.BASE_URL, Setting.MODELS_PATH, Setting.PREFILL_MEMBER, Setting.PREFILL_PATH);
    private static final Set<Setting> LISTS =
            Set.of(Setting.DIALECTS, Setting.SURFACES, Setting.MODELS, Setting.PREFILL, Setting.HEADERS);
    private static final Set<Setting> FLAGS = Set.of(Setting.PREFILL_REPEATED);
    private static final Set<String> OTHERS = Set.of("title", "docs", "authentication");

    /**
     * Reads a descriptor.
     *
     * @throws IllegalArgumentException naming the field that is wrong
     */
    static Descriptor read(URL file) throws IOException {
        JsonNode json;
        try (InputStream stream = file.openStream()) {
            json = JSON.readTree(stream);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("line " + e.getLocation().getLineNr() + ": " + e.getOriginalMessage(),
                    e);
        }
        onlyKnown(json);
        Map<String, Object> defaults = new HashMap<>();
        for (Setting setting : TEXTS) {
            text(json, setting.key()).ifPresent(text -> defaults.put(setting.key(), text));
        }
        for (Setting setting : LISTS) {
            List<String> texts = texts(json, setting.key());
            if (!texts.isEmpty()) {
                defaults.put(setting.key(), texts.toArray(String[]::new));
            }
        }
        for (Setting setting : FLAGS) {
            flag(json, setting.key()).ifPresent(flag -> defaults.put(setting.key(), flag));
        }
        if (!defaults.containsKey(Setting.DIALECTS.key())) {
            throw new IllegalArgumentException("dialects is missing");
        }
        if (defaults.containsKey(Setting.BASE_URL.key())) {
            ProviderSettings.of(defaults);
        }
        String title = text(json, "title").orElseThrow(() -> new IllegalArgumentException("title is missing"));
        return new Descriptor(title, text(json, "docs").orElse(""), authentication(json), Map.copyOf(defaults));
    }

    private static void onlyKnown(JsonNode json) {
        if (!json.isObject()) {
            throw new IllegalArgumentException("the descriptor is not an object");
        }
        Set<String> known = new TreeSet<>(OTHERS);
        TEXTS.forEach(setting -> known.add(setting.key()));
        LISTS.forEach(setting -> known.add(setting.key()));
        FLAGS.forEach(setting -> known.add(setting.key()));
        json.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw new IllegalArgumentException(name + " is unknown; known are " + String.join(", ", known));
            }
        });
    }

    private static Authentication authentication(JsonNode json) {
        JsonNode given = json.get("authentication");
        if (given == null) {
            return Authentication.BEARER;
        }
        JsonNode header = given.path("header");
        JsonNode prefix = given.path("prefix");
        if (!header.isTextual() || header.textValue().isBlank() || !(prefix.isMissingNode() || prefix.isTextual())) {
            throw new IllegalArgumentException(
                    "authentication is an object with the text header and, if need be, the text prefix");
        }
        return Authentication.header(header.textValue(), prefix.isTextual() ? prefix.textValue() : "");
    }

    private static Optional<String> text(JsonNode json, String field) {
        JsonNode value = json.get(field);
        if (value == null) {
            return Optional.empty();
        }
        if (!value.isTextual() || value.textValue().isBlank()) {
            throw new IllegalArgumentException(field + " is not a text");
        }
        return Optional.of(value.textValue());
    }

    private static Optional<Boolean> flag(JsonNode json, String field) {
        JsonNode value = json.get(field);
        if (value == null) {
            return Optional.empty();
        }
        if (!value.isBoolean()) {
            throw new IllegalArgumentException(field + " is not true or false");
        }
        return Optional.of(value.booleanValue());
    }

    private static List<String> texts(JsonNode json, String field) {
        JsonNode list = json.path(field);
        List<String> texts = new ArrayList<>();
        for (JsonNode entry : list) {
            if (entry.isTextual() && !entry.textValue().isBlank()) {
                texts.add(entry.textValue());
            }
        }
        if (!list.isMissingNode() && (!list.isArray() || texts.size() != list.size())) {
            throw new IllegalArgumentException(field + " is not a list of texts");
        }
        return texts;
    }
}
