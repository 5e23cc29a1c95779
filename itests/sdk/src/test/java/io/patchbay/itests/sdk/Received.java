package io.patchbay.itests.sdk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.patchbay.api.exchange.Headers;
import io.patchbay.testkit.ReceivedRequest;
import java.util.List;

/**
 * What a vendor was asked, read at the places where its dialect says it.
 *
 * @param asked the places
 * @param path the path
 * @param headers the headers
 * @param body the body
 */
record Received(Vendor.Asked asked, String path, Headers headers, JsonNode body) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Received of(Vendor vendor, ReceivedRequest request) {
        try {
            return new Received(vendor.asked, request.path(), request.headers(),
                    JSON.readTree(request.body().utf8()));
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + request.body().utf8(), e);
        }
    }

    String words() {
        return String.join("\n", asked.words().in(body));
    }

    String picture() {
        return String.join("\n", asked.picture().in(body));
    }

    List<String> tools() {
        return asked.tools().in(body);
    }

    String form() {
        return String.join("\n", asked.form().in(body));
    }

    List<String> effort() {
        return asked.effort().in(body);
    }

    /** By what the calls are known to their results. */
    List<String> calls() {
        return asked.calls().in(body);
    }

    /** Which calls the results are for. */
    List<String> resultsOf() {
        return asked.resultsOf().in(body);
    }

    List<String> results() {
        return asked.results().in(body);
    }
}
