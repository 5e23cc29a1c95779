package io.patchbay.cli;

import io.patchbay.cli.AdminApi.Content;
import io.patchbay.launcher.Exit;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code patchbay keys}: a key is a section of the document, and its value a secret that the section refers to. */
final class KeyCommands {
    private static final String PID = "io.patchbay.key~";
    private static final String VALUE = ".value";
    private static final Pattern SECRET = Pattern.compile("\\$\\[secret:([^];]+)[^]]*]");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,100}");

    private final Session session;

    KeyCommands(Session session) {
        this.session = session;
    }

    int run() throws IOException {
        Arguments arguments = session.arguments();
        switch (arguments.command().name()) {
            case "list" -> list();
            case "add" -> add(checked(arguments.word()));
            case "rotate" -> rotate(checked(arguments.word()));
            default -> remove(checked(arguments.word()));
        }
        return 0;
    }

    private void list() {
        if (session.json() && !session.arguments().has("--names")) {
            session.raw(session.api().get("/api/keys"));
            return;
        }
        boolean names = session.arguments().has("--names");
        Map<String, String> states = names ? Map.of() : states();
        Table table = new Table("NAME", "PROVIDER", "WEIGHT", "MODELS", "VALUE", "STATE");
        for (Map.Entry<String, @Nullable Object> section : Json.object(document().json()).entrySet()) {
            if (section.getKey().startsWith(PID)) {
                String name = section.getKey().substring(PID.length());
                Map<String, @Nullable Object> key = Json.object(section.getValue());
                if (names) {
                    session.say(name);
                }
                String weight = Json.text(key, "weight");
                table.row(name, Json.text(key, "provider"), weight.isEmpty() ? "1" : weight,
                        key.get("models") instanceof List<?> models ? Json.texts(models) : "*", Json.text(key, VALUE),
                        states.getOrDefault(name, "not in use"));
            }
        }
        if (!names) {
            session.raw(table.toString());
        }
    }

    /** What the gateway makes of its keys. */
    private Map<String, String> states() {
        Map<String, String> states = new HashMap<>();
        for (Object key : Json.array(session.api().get("/api/keys").json())) {
            String state = Json.text(key, "state");
            String rest = Json.text(key, "restsForMs");
            if (Json.text(key, "enabled").equals("false")) {
                state = "disabled";
            } else if (Json.text(key, "usable").equals("false")) {
                state = "without a value";
            } else if (state.equals("resting") && rest.matches("\\d+")) {
                state += " for " + (Long.parseLong(rest) + 999) / 1_000 + " s";
            }
            states.put(Json.text(key, "name"), state);
        }
        return states;
    }

    private void add(String name) throws IOException {
        Map<String, @Nullable Object> section = new LinkedHashMap<>();
        section.put("provider", session.arguments().option("--provider")
                .orElseThrow(() -> new Exit(Exit.USAGE, "keys add needs --provider; try help keys")));
        session.arguments().option("--weight").ifPresent(weight -> section.put("weight", number(weight)));
        session.arguments().option("--models").ifPresent(models -> section.put("models", patterns(models)));
        Answer document = document();
        if (Json.object(document.json()).containsKey(PID + name)) {
            throw new Exit(Exit.REFUSED, "there is a key " + name + " already; keys rotate gives it a new value");
        }
        patch(name, section, new SecretValue(session).read(name), document);
        done(name + " is added");
    }

    private void rotate(String name) throws IOException {
        Answer document = document();
        Map<String, @Nullable Object> section = new LinkedHashMap<>(section(document, name));
        String value = new SecretValue(session).read(name);
        String stored = stored(section);
        if (stored == null || SecretValue.isReference(value)) {
            patch(name, section, value, document);
            done(name + " has a new value");
        } else {
            store(stored, value);
            List<String> others = users(document, stored);
            others.remove(PID + name);
            done(name + " has a new value"
                    + (others.isEmpty()
                            ? ""
                            : ", and so have others that refer to the secret " + stored + ": "
                                    + String.join(", ", others)));
        }
    }

    private void remove(String name) {
        Answer document = document();
        String stored = stored(section(document, name));
        Map<String, @Nullable Object> nothing = new HashMap<>();
        nothing.put(PID + name, null);
        last = session.api().send("PATCH", ConfigCommands.PATH, Content.json(nothing), document.etag());
        if (stored == null) {
            done(name + " is removed");
        } else if (!session.arguments().has("--with-secret")) {
            done(name + " is removed; its value stays in the secret " + stored);
        } else if (users(document, stored).size() > 1) {
            done(name + " is removed; others refer to the secret " + stored + ", which stays");
        } else {
            session.api().send("DELETE", secret(stored), null);
            done(name + " is removed, and the secret " + stored);
        }
    }

    private Answer last = new Answer(200, new byte[0], null);

    private void done(String text) {
        if (session.json()) {
            session.raw(last);
        } else {
            session.problems(Problem.of(Json.object(last.body().length == 0 ? null : last.json()).get("warnings"), ""),
                    "warning: ");
            session.say(text);
        }
    }

    /** Changes a section: the value first, so that it is there when the section refers to it. */
    private void patch(String name, Map<String, @Nullable Object> section, String value, Answer document) {
        String made = null;
        if (SecretValue.isReference(value)) {
            section.put(VALUE, value);
        } else {
            made = unused(name, document);
            store(made, value);
            section.put(VALUE, "$[secret:" + made + "]");
        }
        try {
            last = session.api().send("PATCH", ConfigCommands.PATH, Content.json(Map.of(PID + name, section)),
                    document.etag());
        } catch (Refusal e) {
            if (made != null) {
                session.api().send("DELETE", secret(made), null);
            }
            throw e;
        }
    }

    private void store(String secret, String value) {
        last = session.api().send("PUT", secret(secret),
                new Content("text/plain; charset=utf-8", value.getBytes(StandardCharsets.UTF_8)));
    }

    private Answer document() {
        return session.api().get(ConfigCommands.PATH);
    }

    private static Map<String, @Nullable Object> section(Answer document, String name) {
        Map<String, @Nullable Object> sections = Json.object(document.json());
        if (!sections.containsKey(PID + name)) {
            throw new Exit(Exit.REFUSED, "there is no key " + name + "; keys list shows those that are there");
        }
        return Json.object(sections.get(PID + name));
    }

    /** The secret that a section's value is; null where it is something else. */
    private static @Nullable String stored(Map<String, @Nullable Object> section) {
        Matcher reference = SECRET.matcher(Json.text(section, VALUE));
        return reference.matches() ? reference.group(1) : null;
    }

    /** The sections that refer to a secret. */
    private static List<String> users(Answer document, String secret) {
        List<String> users = new ArrayList<>();
        for (Map.Entry<String, @Nullable Object> section : Json.object(document.json()).entrySet()) {
            String text = Json.write(section.getValue());
            if (text.contains("$[secret:" + secret + "]") || text.contains("$[secret:" + secret + ";")) {
                users.add(section.getKey());
            }
        }
        return users;
    }

    private static String unused(String name, Answer document) {
        String secret = "key-" + name;
        for (int i = 2; !users(document, secret).isEmpty(); i++) {
            secret = "key-" + name + "-" + i;
        }
        return secret;
    }

    private static String secret(String name) {
        return "/api/secrets/" + AdminApi.segment(name);
    }

    private static String checked(String name) {
        if (!NAME.matcher(name).matches()) {
            // Not repeated: it may be a value that is in the wrong place.
            throw new Exit(Exit.USAGE, "a key's name has letters, digits, dots, hyphens and underlines");
        }
        return name;
    }

    private static BigDecimal number(String text) {
        try {
            BigDecimal number = new BigDecimal(text);
            if (number.signum() >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new Exit(Exit.USAGE, "--weight is a number, 0 or more");
    }

    private static List<String> patterns(String text) {
        List<String> patterns = new ArrayList<>();
        for (String pattern : text.split(",", -1)) {
            if (!pattern.isBlank()) {
                patterns.add(pattern.strip());
            }
        }
        if (patterns.isEmpty()) {
            throw new Exit(Exit.USAGE, "--models is a list of patterns with commas");
        }
        return patterns;
    }
}
