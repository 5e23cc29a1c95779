package io.patchbay.cli;

import io.patchbay.cli.AdminApi.Content;
import io.patchbay.launcher.Exit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code patchbay route}. */
final class RouteCommands {
    private static final String[] TARGETS = {"WHEN", "TARGET", "WEIGHT", "KEYS", "STATE"};

    private final Session session;

    RouteCommands(Session session) {
        this.session = session;
    }

    int run() throws IOException {
        Answer answer =
                session.api().send("POST", "/api/route/explain", new Content(AdminApi.JSON, request()));
        if (session.json()) {
            session.raw(answer);
        } else {
            tell(Json.object(answer.json()));
        }
        return 0;
    }

    /** The body goes as it is: how it is written may make a difference. */
    private byte[] request() throws IOException {
        Arguments arguments = session.arguments();
        if (!arguments.has("--model") && !arguments.has("--body")) {
            throw new Exit(Exit.USAGE, "route explain needs --model or --body; try help route");
        }
        Map<String, Object> request = new LinkedHashMap<>();
        for (String name : new String[]{"model", "path", "caller"}) {
            arguments.option("--" + name).ifPresent(value -> request.put(name, value));
        }
        Map<String, Object> headers = new LinkedHashMap<>();
        for (String header : arguments.values("--header")) {
            int colon = header.indexOf(':');
            if (colon < 1) {
                throw new Exit(Exit.USAGE, "--header is a name, a colon and a value");
            }
            headers.put(header.substring(0, colon).strip(), header.substring(colon + 1).strip());
        }
        request.put("headers", headers);
        byte[] written = Json.write(request).getBytes(StandardCharsets.UTF_8);
        if (!arguments.has("--body")) {
            return written;
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.write(written, 0, written.length - 1);
        whole.writeBytes(",\"body\":".getBytes(StandardCharsets.UTF_8));
        whole.writeBytes(session.bytes(arguments.option("--body").orElseThrow()));
        whole.write('}');
        return whole.toByteArray();
    }

    private void tell(Map<String, @Nullable Object> told) {
        String route = Json.text(told, "route");
        session.say(Json.text(told, "model") + ", " + Json.text(told, "dialect") + ", asked by "
                + Json.text(told, "caller") + ": " + (route.isEmpty() ? "no route" : "route " + route));
        if (told.get("error") != null) {
            session.say("the client gets " + Json.text(told.get("error"), "status") + ": "
                    + Json.text(told.get("error"), "message"));
        }
        Table targets = new Table(TARGETS);
        rows(targets, "target", told.get("targets"));
        Json.object(told.get("fallbacks")).forEach((kind, some) -> rows(targets, "after " + kind, some));
        rows(targets, "shadow", told.get("shadow"));
        session.raw(targets.toString());
        Table routes = new Table("ROUTE", "PRIORITY", "MODEL", "WHEN", "TAKEN", "WHY");
        for (Object each : Json.array(told.get("routes"))) {
            routes.row(Json.text(each, "name"), Json.text(each, "priority"), Json.text(each, "model"),
                    Json.text(each, "when"), Json.text(each, "taken").equals("true") ? "yes" : "no",
                    Json.text(each, "why"));
        }
        session.raw("\n" + routes);
    }

    private static void rows(Table table, String when, @Nullable Object targets) {
        for (Object target : Json.array(targets)) {
            String why = Json.text(target, "why");
            String model = Json.text(target, "model");
            table.row(when, Json.text(target, "provider") + (model.isEmpty() ? "" : "/" + model),
                    Json.text(target, "weight"), keys(target), why.isEmpty() ? "ready" : why);
        }
    }

    private static String keys(Object target) {
        StringBuilder keys = new StringBuilder();
        for (Object key : Json.array(Json.object(target).get("keys"))) {
            String why = Json.text(key, "why");
            keys.append(keys.isEmpty() ? "" : ", ").append(Json.text(key, "name"))
                    .append(why.isEmpty() ? "" : " (" + why + ")");
        }
        return keys.toString();
    }
}
