package io.patchbay.itests.product;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** The Web Console's form of a configuration, filled in and sent as the browser does. */
final class ConsoleForm {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int BOOLEAN = 11;

    private final GatewayProcess gateway;
    private final Client client;

    ConsoleForm(GatewayProcess gateway) {
        this.gateway = gateway;
        client = new Client(gateway.managementUrl());
    }

    /** Opens the form, puts other values into some of its fields, and sends it. */
    void edit(String pid, Map<String, String> changes) {
        JsonNode form = open(pid);
        List<String> fields = new ArrayList<>();
        field(fields, "apply", "true");
        field(fields, "action", "ajaxConfigManager");
        field(fields, "$location", form.path("bundleLocation").asText("?"));
        if (form.has("factoryPid")) {
            field(fields, "factoryPid", form.get("factoryPid").asText());
        }
        List<String> names = new ArrayList<>();
        form.path("properties").properties().forEach(property -> {
            names.add(property.getKey());
            if (changes.containsKey(property.getKey())) {
                field(fields, property.getKey(), changes.get(property.getKey()));
            } else {
                values(fields, property.getKey(), property.getValue());
            }
        });
        assertThat(names).as("fields of the form of %s", pid).containsAll(changes.keySet());
        field(fields, "propertylist", String.join(",", names));
        HttpResponse<String> answer = client.send(
                client.request(
                        "/system/console/configMgr/" + pid,
                        "authorization", authorization(),
                        "content-type", "application/x-www-form-urlencoded",
                        "origin", gateway.managementUrl(),
                        "sec-fetch-site", "same-origin")
                        .POST(BodyPublishers.ofString(String.join("&", fields))),
                BodyHandlers.ofString());
        assertThat(answer.statusCode()).as("form of %s: %s", pid, answer.body()).isIn(200, 302);
    }

    private JsonNode open(String pid) {
        HttpResponse<String> answer = client.send(
                client.request(
                        "/system/console/configMgr/" + pid + "?post=true",
                        "authorization", authorization(),
                        "origin", gateway.managementUrl(),
                        "sec-fetch-site", "same-origin")
                        .GET(),
                BodyHandlers.ofString());
        assertThat(answer.statusCode()).as("form of %s: %s", pid, answer.body()).isEqualTo(200);
        try {
            return JSON.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new AssertionError(answer.body(), e);
        }
    }

    private static void values(List<String> fields, String name, JsonNode property) {
        if (property.path("type").asInt() == BOOLEAN && property.path("value").asBoolean()) {
            // a box that is ticked goes before the hidden field of the same name
            field(fields, name, "true");
        }
        if (property.path("type").asInt() == BOOLEAN) {
            field(fields, name, "false");
        } else if (property.has("value")) {
            field(fields, name, property.get("value").asText());
        } else {
            property.path("values").forEach(value -> field(fields, name, value.asText()));
        }
    }

    private static void field(List<String> fields, String name, String value) {
        fields.add(List.of(name, value).stream().map(text -> URLEncoder.encode(text, UTF_8)).collect(joining("=")));
    }

    private String authorization() {
        return "Basic " + Base64.getEncoder().encodeToString(("admin:" + gateway.adminToken()).getBytes(UTF_8));
    }
}
