package io.patchbay.dialect.gemini.internal;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.model.Extra;
import io.patchbay.api.model.Part;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonReader;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.Place;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads and writes {@code functionResponse}.
 *
 * <p>A response is an object. One whose only member is {@code output} or {@code error} is that text, by Google's convention;
 * any other is its JSON as text.
 */
final class ToolResults {
    private static final String RESULT = "functionResponse";
    private static final String RESPONSE = "response";
    private static final String OUTPUT = "output";
    private static final String ERROR = "error";
    private static final String PARTS = "parts";
    /** Marks content that stood inside the response, not beside it. */
    static final String INSIDE = "functionResponsePart";

    private ToolResults() {}

    static Part read(Members part, CallIds ids) {
        Members result = Camel.take(part, RESULT).orElseThrow();
        String name = result.textOrEmpty("name");
        String id = result.textOrEmpty("id");
        if (!id.isEmpty()) {
            ids.answeredById(id);
        } else {
            id = ids.answered(name);
            if (!id.isEmpty() && !CallIds.isMade(id)) {
                result.mark("id", "null");
            }
        }
        List<Part> content = new ArrayList<>();
        boolean error = response(result, content);
        inside(result, content);
        List<Extra> extras = part.extras();
        extras.addAll(result.extra(RESULT));
        return new Part.ToolResult(id, name, content, error, extras);
    }

    /** Takes the response; whether it is an error. */
    private static boolean response(Members result, List<Part> content) {
        if (!(result.peek(RESPONSE).orElse(null) instanceof Node.Obj response)) {
            if (result.peek(RESPONSE).isEmpty()) {
                result.mark(RESPONSE, "null");
            }
            return false;
        }
        result.drop(RESPONSE);
        Optional<String> output = only(response, OUTPUT).filter(text -> object(text).isEmpty());
        Optional<String> error = only(response, ERROR);
        content.add(Part.Text.of(output.or(() -> error).orElseGet(() -> response.json().text())));
        return error.isPresent();
    }

    private static Optional<String> only(Node.Obj response, String name) {
        Map<String, Node> members = response.members();
        return members.size() == 1 && members.get(name) instanceof Node.Str(_, String text)
                ? Optional.of(text)
                : Optional.empty();
    }

    /** Takes the pictures and files inside the response, if there is nothing else. */
    private static void inside(Members result, List<Part> content) {
        if (!(result.peek(PARTS).orElse(null) instanceof Node.Arr array) || array.elements().isEmpty()) {
            return;
        }
        Place place = result.place().member(PARTS);
        List<Members> parts = new ArrayList<>();
        for (Node element : array.elements()) {
            parts.add(Camel.members(element, place.element(parts.size())));
        }
        if (parts.stream().allMatch(MediaParts::isMedia)) {
            result.drop(PARTS);
            for (Members part : parts) {
                part.mark(INSIDE, "true");
                content.add(MediaParts.read(part));
            }
        }
    }

    /**
     * Writes a result.
     *
     * @param name the tool's name
     * @param writer takes content that stands beside the result
     */
    static void write(Part.ToolResult result, String name, PartWriter writer, JsonWriter out) {
        Extras extras = Gemini.extras(result.extras());
        Extras own = extras.nested(RESULT);
        out.object().name(RESULT).object();
        if (!own.is("id", "null") && !result.callId().isEmpty() && !CallIds.isMade(result.callId())) {
            own.take("id");
            out.member("id", result.callId());
        } else if (own.is("id", "null")) {
            own.take("id");
        }
        out.member("name", name);
        List<Part> beside = new ArrayList<>();
        List<Part> inside = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (Part part : result.content()) {
            switch (part) {
                case Part.Text words -> text.append(words.text());
                default -> (Gemini.extras(part.extras()).has(INSIDE) ? inside : beside).add(part);
            }
        }
        if (own.is(RESPONSE, "null") && text.isEmpty()) {
            own.take(RESPONSE);
        } else if (!own.has(RESPONSE)) {
            out.rawMember(RESPONSE, response(text.toString(), result.error()));
        }
        if (!inside.isEmpty()) {
            out.name(PARTS).array();
            inside.forEach(writer::write);
            out.endArray();
        }
        own.write(out);
        out.endObject();
        extras.write(out);
        out.endObject();
        beside.forEach(writer::write);
    }

    private static String response(String text, boolean error) {
        if (error) {
            return new JsonWriter().object().member(ERROR, text).endObject().text();
        }
        return object(text).orElseGet(() -> new JsonWriter().object().member(OUTPUT, text).endObject().text());
    }

    /** A text that is the JSON of an object. */
    static Optional<String> object(String text) {
        try {
            return !text.isEmpty() && JsonReader.read(Bytes.utf8(text)) instanceof Node.Obj object
                    ? Optional.of(object.json().text())
                    : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
