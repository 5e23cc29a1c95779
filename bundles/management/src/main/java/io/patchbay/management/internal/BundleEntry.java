package io.patchbay.management.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A bundle, as the API tells of it.
 *
 * @param symbolicName its name; of a jar that says none, the file's
 * @param version of the bundle; empty where it is not known
 * @param origin whether it is part of the platform, shipped as something that may come and go, or deployed
 * @param state {@code active}, {@code starting}, {@code draining}, {@code stopped}, {@code installed} or {@code refused}
 * @param services what it has registered
 * @param dependents symbolic names of those that use its packages
 * @param reason in words, where it does not run or not all of it
 */
record BundleEntry(String symbolicName, String version, String origin, String state, List<Service> services,
        List<String> dependents, Optional<String> reason) {
    /**
     * A service.
     *
     * @param types the interfaces
     * @param name which one; empty for one without a name
     */
    record Service(List<String> types, String name) {}

    void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("symbolicName", symbolicName);
        json.writeStringField("version", version);
        json.writeStringField("origin", origin);
        json.writeStringField("state", state);
        json.writeArrayFieldStart("services");
        for (Service service : services) {
            json.writeStartObject();
            write(json, "types", service.types);
            json.writeStringField("name", service.name);
            json.writeEndObject();
        }
        json.writeEndArray();
        write(json, "dependents", dependents);
        json.writeStringField("reason", reason.orElse(null));
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, String name, List<String> texts) throws IOException {
        json.writeArrayFieldStart(name);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }
}
