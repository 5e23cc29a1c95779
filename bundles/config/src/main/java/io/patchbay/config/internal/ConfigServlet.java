package io.patchbay.config.internal;

import io.patchbay.config.internal.Answers.HttpException;
import io.patchbay.config.internal.Document.Format;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code /api/config}: the document, its history, its schema. */
final class ConfigServlet extends HttpServlet {
    static final String[] PATTERNS = {"/api/config", "/api/config/*"};

    private static final long serialVersionUID = 1L;
    private static final Set<String> ORIGINS = Set.of("cli", "api", "console");
    private static final Pattern NUMBERED = Pattern.compile("/(history|restore)/(\\d{1,9})");

    private final transient DocumentStore store;
    private final transient SettingsSchema schema;

    ConfigServlet(DocumentStore store, SettingsSchema schema) {
        this.store = store;
        this.schema = schema;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Answers.handle(response, () -> {
            String path = Objects.requireNonNullElse(request.getPathInfo(), "");
            Matcher numbered = NUMBERED.matcher(path);
            String resource = numbered.matches() ? "/" + numbered.group(1) + "/n" : path;
            int n = numbered.matches() ? Integer.parseInt(numbered.group(2)) : 0;
            switch (request.getMethod() + " " + resource) {
                case "GET ", "GET /" -> present(response);
                case "PUT ", "PUT /" ->
                        changed(response, store.edit(whole(request), matches(request), origin(request)));
                case "PATCH ", "PATCH /" ->
                        changed(response, store.edit(part(request), matches(request), origin(request)));
                case "POST /validate" -> validate(request, response);
                case "GET /schema" -> Answers.text(response, "application/schema+json", schema.text());
                case "GET /history" ->
                        Answers.json(response, store.history().stream().map(History.State::summary).toList());
                case "GET /history/n" -> old(request, response, n);
                case "POST /restore/n" -> changed(response, store.restore(n, matches(request)));
                case "GET /export" -> export(request, response);
                default -> throw refused(response, resource);
            }
        });
    }

    private static HttpException refused(HttpServletResponse response, String resource) {
        String allowed = switch (resource) {
            case "", "/" -> "GET, PUT, PATCH";
            case "/validate", "/restore/n" -> "POST";
            case "/schema", "/history", "/history/n", "/export" -> "GET";
            default -> "";
        };
        if (allowed.isEmpty()) {
            return new HttpException(HttpServletResponse.SC_NOT_FOUND, "there is no such resource");
        }
        response.setHeader("Allow", allowed);
        return new HttpException(HttpServletResponse.SC_METHOD_NOT_ALLOWED, "use " + allowed);
    }

    private void present(HttpServletResponse response) throws IOException {
        DocumentStore.State state = store.state();
        response.setHeader("ETag", state.etag());
        Answers.json(response, Secret.mask(state.document().values(), store.schema()));
    }

    private static void changed(HttpServletResponse response, Change change) throws IOException {
        response.setHeader("ETag", change.etag());
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("etag", change.etag());
        members.put("changed", change.changed());
        members.put("warnings", Answers.problems(change.warnings()));
        Answers.json(response, members);
    }

    private void validate(HttpServletRequest request, HttpServletResponse response)
            throws IOException, HttpException {
        Map<String, Object> members = new LinkedHashMap<>();
        try {
            List<Problem> warnings = store.check(whole(request));
            members.put("valid", true);
            members.put("problems", List.of());
            members.put("warnings", Answers.problems(warnings));
        } catch (InvalidDocumentException e) {
            members.put("valid", false);
            members.put("problems", Answers.problems(e.problems()));
            members.put("warnings", List.of());
        }
        Answers.json(response, members);
    }

    private void old(HttpServletRequest request, HttpServletResponse response, int n)
            throws IOException, RefusedException, InvalidDocumentException {
        History.State old = store.old(n);
        if (request.getParameter("diff") != null) {
            Answers.text(response, "text/plain", Diff.unified("state " + n, old.text(), "present",
                    store.maskedText()));
        } else {
            Answers.json(response, DocumentReader.read("history", old.format(), old.text(), null).values());
        }
    }

    private void export(HttpServletRequest request, HttpServletResponse response) throws IOException, HttpException {
        DocumentStore.State state = store.state();
        response.setHeader("ETag", state.etag());
        switch (Objects.requireNonNullElse(request.getParameter("format"), "json")) {
            case "json" -> Answers.json(response, Secret.mask(state.document().values(), store.schema()));
            case "yaml" -> Answers.text(response, "application/yaml", state.document().format() == Format.YAML
                    ? store.maskedText()
                    : Notation.document(Format.YAML, Secret.mask(state.document().values(), store.schema())));
            default -> throw new HttpException(HttpServletResponse.SC_BAD_REQUEST, "format is json or yaml");
        }
    }

    private static Edit whole(HttpServletRequest request) throws IOException, HttpException, InvalidDocumentException {
        Document body = document(request, null);
        return new Edit.Whole(body, DocumentEdit.hasComments(body));
    }

    private static Edit part(HttpServletRequest request) throws IOException, HttpException, InvalidDocumentException {
        Set<String> removed = new HashSet<>();
        return new Edit.Part(document(request, removed), removed);
    }

    private static Document document(HttpServletRequest request, @Nullable Set<String> removed)
            throws IOException, HttpException, InvalidDocumentException {
        String type = Objects.requireNonNullElse(request.getContentType(), "").toLowerCase(Locale.ROOT);
        Format format = type.contains("yaml") ? Format.YAML : Format.JSON;
        String text = Answers.body(request, DocumentReader.MAX_BYTES);
        Document document =
                DocumentReader.read("request." + format.name().toLowerCase(Locale.ROOT), format, text, removed);
        if (document.isEmpty()) {
            throw new InvalidDocumentException(new Place(document.file(), 0, 0), "is empty; {} configures nothing");
        }
        return document;
    }

    /** Whether an ETag is one of those that the client's state may have. */
    private static Predicate<String> matches(HttpServletRequest request) {
        String condition = request.getHeader("If-Match");
        return etag -> condition == null || Stream.of(condition.split(","))
                .map(String::strip)
                .map(tag -> tag.startsWith("W/") ? tag.substring(2) : tag)
                .anyMatch(tag -> tag.equals("*") || tag.equals(etag) || etag.equals("\"" + tag + "\""));
    }

    private static String origin(HttpServletRequest request) {
        String origin = Objects.requireNonNullElse(request.getHeader("X-Patchbay-Origin"), "");
        return ORIGINS.contains(origin) ? origin : "api";
    }
}
