package io.patchbay.cli;

import io.patchbay.cli.AdminApi.Content;
import io.patchbay.launcher.Exit;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.jar.JarInputStream;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/** {@code patchbay bundles}. */
final class BundleCommands {
    private static final String PATH = "/api/bundles";
    /** What the types begin with that a bundle is asked for in a request. */
    private static final String API = "io.patchbay.api.";

    private final Session session;

    BundleCommands(Session session) {
        this.session = session;
    }

    int run() throws IOException {
        String command = session.arguments().command().name();
        switch (command) {
            case "list" -> list();
            case "install", "update" -> {
                return each(command.equals("update"));
            }
            case "remove" -> {
                Answer answer = session.api().send("DELETE", path(session.arguments().word()), null);
                if (session.json()) {
                    session.raw(answer);
                } else {
                    session.say(session.arguments().word() + " is removed");
                }
            }
            default -> tell(session.api().send("POST", path(session.arguments().word()) + "/" + command, null));
        }
        return 0;
    }

    private void list() {
        Answer answer = session.api().get(PATH);
        if (session.arguments().has("--names")) {
            for (Object bundle : Json.array(answer.json())) {
                session.say(Json.text(bundle, "symbolicName"));
            }
        } else if (session.json()) {
            session.raw(answer);
        } else {
            Table table = new Table("NAME", "VERSION", "STATE", "SERVICES", "REASON");
            for (Object bundle : Json.array(answer.json())) {
                table.row(Json.text(bundle, "symbolicName"), Json.text(bundle, "version"), Json.text(bundle, "state"),
                        services(Json.object(bundle).get("services")), Json.text(bundle, "reason"));
            }
            session.raw(table.toString());
        }
    }

    /** Every file gets its chance; the status is that of the first that was refused. */
    private int each(boolean update) throws IOException {
        int status = 0;
        for (String file : session.arguments().words()) {
            try {
                byte[] jar = Session.read(file);
                Content content = new Content(AdminApi.JAR, jar);
                tell(update ? update(jar, content) : session.api().send("POST", PATH, content));
            } catch (Exit e) {
                if (e.status() != Exit.REFUSED && e.status() != Exit.NO_INPUT) {
                    throw e;
                }
                status = status == 0 ? e.status() : status;
                refused(file, e);
            }
        }
        return status;
    }

    /** Sends a new version of what is there: a mistyped file must not become one bundle more. */
    private Answer update(byte[] jar, Content content) throws IOException {
        String path = path(symbolicName(jar));
        session.api().get(path);
        return session.api().send("PUT", path, content);
    }

    private void refused(String file, Exit e) {
        Refusal refusal = e instanceof Refusal known ? known : null;
        if (session.json()) {
            session.raw(refusal == null ? Refusal.json(e) : refusal.json());
            return;
        }
        session.warn("patchbay: " + file + ": " + e.getMessage());
        if (refusal != null) {
            session.problems(refusal.in(file).problems(), "");
        }
    }

    private void tell(Answer answer) {
        if (session.json()) {
            session.raw(answer);
            return;
        }
        Object bundle = answer.json();
        String reason = Json.text(bundle, "reason");
        session.say(Json.text(bundle, "symbolicName") + " " + Json.text(bundle, "version") + " is "
                + Json.text(bundle, "state") + (reason.isEmpty() ? "" : ": " + reason));
    }

    /** What it brings to requests; what it has for other bundles' sake is told by {@code --json}. */
    private static String services(@Nullable Object services) {
        StringBuilder names = new StringBuilder();
        for (Object service : Json.array(services)) {
            String name = Json.text(service, "name");
            if (!name.isEmpty() && Json.texts(Json.object(service).get("types")).contains(API)) {
                names.append(names.isEmpty() ? "" : ", ").append(name);
            }
        }
        return names.toString();
    }

    private static String path(String name) {
        return PATH + "/" + AdminApi.segment(name);
    }

    private static String symbolicName(byte[] jar) throws IOException {
        try (JarInputStream in = new JarInputStream(new ByteArrayInputStream(jar), false)) {
            Manifest manifest = in.getManifest();
            String name = manifest == null ? null : manifest.getMainAttributes().getValue("Bundle-SymbolicName");
            if (name == null) {
                throw new Exit(Exit.REFUSED, "is no bundle: it has no manifest with a Bundle-SymbolicName");
            }
            return name.replaceAll(";.*", "").strip();
        }
    }
}
