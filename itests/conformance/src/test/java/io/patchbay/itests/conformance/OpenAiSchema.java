package io.patchbay.itests.conformance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.testkit.TestData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * OpenAI's published description of its API. It is in OpenAPI 3.1, whose schemas are JSON Schema 2020-12 with a few words
 * more, none of which says what is valid: a {@code discriminator} only helps to find the schema that was meant.
 */
final class OpenAiSchema {
    private static final String DOCUMENT = "https://openai.com/openapi.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SchemaRegistry registry;

    private OpenAiSchema(String document) {
        registry = SchemaRegistry.withDialect(Dialects.getDraft202012(),
                builder -> builder.schemas(Map.of(DOCUMENT, document)));
    }

    /**
     * The description that lies beside the recordings, with some corrections; where it is missing, the calling test is
     * skipped and says so.
     */
    static OpenAiSchema corrected(Collection<Erratum> errata) {
        Path file = TestData.folder("PATCHBAY_SPECS", "specs").resolve("openai-openapi.json");
        try {
            JsonNode document = JSON.readTree(Files.readString(file));
            errata.forEach(erratum -> erratum.correct(document));
            return new OpenAiSchema(document.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What of a value is not as a component wants it; empty where nothing is. */
    List<String> errors(String component, Bytes value) {
        return registry.getSchema(SchemaLocation.of(DOCUMENT + "#/components/schemas/" + component))
                .validate(json(value)).stream().map(Error::toString).toList();
    }

    private static JsonNode json(Bytes value) {
        try {
            return JSON.readTree(value.utf8());
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + value.utf8(), e);
        }
    }
}
