package io.patchbay.cli;

import io.patchbay.cli.AdminApi.Content;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code patchbay health}: how providers, keys and limits are. */
final class HealthCommands {
    private static final String PATH = "/api/health/";

    private final Session session;

    HealthCommands(Session session) {
        this.session = session;
    }

    int run() {
        String command = session.arguments().command().name();
        Answer answer = command.equals("reset") ? reset() : session.api().get(PATH + command);
        if (session.json()) {
            session.raw(answer);
            return 0;
        }
        @Nullable
        Object told = answer.json();
        switch (command) {
            case "providers" -> session.raw(providers(told));
            case "keys" -> session.raw(keys(told));
            case "limits" -> session.raw(limits(told));
            default -> session.say(Json.text(told, "reset") + " providers, keys and models are reset");
        }
        return 0;
    }

    private Answer reset() {
        Map<String, String> what = new LinkedHashMap<>();
        for (String option : List.of("--provider", "--key", "--model")) {
            session.arguments().option(option).ifPresent(name -> what.put(option.substring(2), name));
        }
        return session.api().send("POST", PATH + "reset", Content.json(what));
    }

    private static String providers(@Nullable Object told) {
        Table table = new Table("PROVIDER", "MODEL", "BREAKER", "RESTS", "ATTEMPTS", "FAILURES", "WHY");
        for (Object provider : Json.array(told)) {
            String name = Json.text(provider, "name");
            breaker(table, name, "(all)", provider);
            for (Object model : Json.array(Json.object(provider).get("models"))) {
                breaker(table, name, Json.text(model, "model"), model);
            }
        }
        return table.toString();
    }

    private static void breaker(Table table, String provider, String model, @Nullable Object told) {
        table.row(provider, model, Json.text(told, "breaker"), rests(told), Json.text(told, "attempts"),
                Json.text(told, "failures"), Json.text(told, "why"));
    }

    private static String keys(@Nullable Object told) {
        Table table = new Table("KEY", "PROVIDER", "MODEL", "STATE", "RESTS", "HEADROOM", "WHY");
        for (Object key : Json.array(told)) {
            String name = Json.text(key, "name");
            String provider = Json.text(key, "provider");
            table.row(name, provider, "(all)", Json.text(key, "state"), "", "", Json.text(key, "why"));
            for (Object model : Json.array(Json.object(key).get("models"))) {
                table.row(name, provider, Json.text(model, "model"), Json.text(model, "state"), rests(model),
                        Json.text(model, "headroom"), Json.text(model, "why"));
            }
        }
        return table.toString();
    }

    private static String limits(@Nullable Object told) {
        Table table = new Table("PROVIDER", "IN FLIGHT", "LIMIT", "QUEUED", "QUEUE", "SHED");
        for (Object provider : Json.array(Json.object(told).get("providers"))) {
            String limit = Json.text(provider, "limit");
            table.row(Json.text(provider, "provider"), Json.text(provider, "inFlight"),
                    limit.equals("0") ? "none" : limit, Json.text(provider, "queued"), Json.text(provider, "maxQueued"),
                    Json.text(provider, "shed"));
        }
        Object budget = Json.object(told).get("retryBudget");
        return table + "\nretry budget: " + Json.text(budget, "left") + " of " + Json.text(budget, "burst") + "\n";
    }

    private static String rests(@Nullable Object told) {
        String rest = Json.text(told, "restsForMs");
        return rest.equals("0") || rest.isEmpty() ? "" : (Long.parseLong(rest) + 999) / 1_000 + " s";
    }
}
