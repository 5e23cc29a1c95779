package io.patchbay.itests.sdk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * A model's call of a tool, as far as it is the same in every dialect: not all of them have ids.
 *
 * @param name the tool's name
 * @param arguments what it is called with
 */
record Call(String name, JsonNode arguments) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A call with arguments in JSON. */
    static Call of(String name, String arguments) {
        try {
            return new Call(name, JSON.readTree(arguments));
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + arguments, e);
        }
    }

    /** A call with arguments that Jackson can make JSON of. */
    static Call of(String name, Object arguments) {
        return new Call(name, JSON.valueToTree(arguments));
    }
}
