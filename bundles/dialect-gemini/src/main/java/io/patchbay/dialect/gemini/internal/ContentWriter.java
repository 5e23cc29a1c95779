package io.patchbay.dialect.gemini.internal;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.model.Extra;
import io.patchbay.api.model.Message;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.Role;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes the turns of a conversation as a request's contents. */
final class ContentWriter {
    private final JsonWriter out;
    private final PartWriter parts;
    private final boolean own;
    private final boolean signs;
    private final Map<String, String> names = new HashMap<>();

    /**
     * A writer.
     *
     * @param out where to write
     * @param dropped takes the names of what cannot be said
     * @param own whether the conversation was read in this dialect
     * @param signs whether calls that lack a signature need one
     */
    ContentWriter(JsonWriter out, Set<String> dropped, boolean own, boolean signs) {
        this.out = out;
        this.parts = new PartWriter(out, dropped);
        this.own = own;
        this.signs = signs && !own;
    }

    /** Whether a message belongs to the instruction, wherever it stands. */
    private static boolean isSystem(Message message) {
        return message.role() == Role.SYSTEM || message.role() == Role.DEVELOPER;
    }

    /** Writes all messages but the system's; results that tools gave one after the other are one turn. */
    void write(List<Message> messages) {
        List<Part> results = new ArrayList<>();
        for (Message message : messages) {
            boolean result = message.role() == Role.TOOL && !own;
            if (!result && !isSystem(message)) {
                flush(results);
                content(message);
            } else if (result) {
                results.addAll(message.parts());
            }
        }
        flush(results);
    }

    private void flush(List<Part> results) {
        if (!results.isEmpty()) {
            content(new Message(Role.TOOL, results, List.of()));
            results.clear();
        }
    }

    /** The messages that belong to the instruction, of those that say something. */
    List<Message> system(List<Message> messages) {
        return messages.stream().filter(ContentWriter::isSystem)
                .filter(message -> own || !said(message).isEmpty())
                .toList();
    }

    /** Writes the instruction. */
    void writeSystem(List<Message> messages) {
        out.object();
        rest(messages.stream().flatMap(message -> said(message).stream()).toList(),
                Gemini.extras(messages.getFirst().extras()));
    }

    /** What a message says; Gemini refuses an empty text. */
    private List<Part> said(Message message) {
        return own ? message.parts() : message.parts().stream().filter(part -> !isEmptyText(part)).toList();
    }

    private void content(Message message) {
        List<Part> said = said(message);
        if (said.isEmpty() && !own) {
            return;
        }
        Extras extras = Gemini.extras(message.extras());
        String role = message.role() == Role.ASSISTANT ? "\"model\"" : "\"user\"";
        out.object();
        String form = extras.take(Contents.ROLE).orElse(role);
        if (!form.equals("null")) {
            out.rawMember(Contents.ROLE, form);
        }
        rest(signs ? signed(said) : said, extras);
    }

    private void rest(List<Part> said, Extras extras) {
        if (!said.isEmpty()) {
            extras.take(Contents.PARTS);
            out.name(Contents.PARTS).array();
            said.forEach(this::part);
            out.endArray();
        }
        extras.write(out);
        out.endObject();
    }

    private void part(Part part) {
        switch (part) {
            case Part.ToolResult result -> ToolResults.write(result, name(result), parts, out);
            case Part.ToolCall call -> {
                names.put(call.id(), call.name());
                parts.write(call);
            }
            default -> parts.write(part);
        }
    }

    /** The tool's real name, which most dialects don't repeat. */
    private String name(Part.ToolResult result) {
        String known = result.callId().isEmpty() ? null : names.get(result.callId());
        if (known != null) {
            return known;
        }
        if (own || !result.name().isEmpty()) {
            return result.name();
        }
        throw new GatewayException(ErrorKind.INVALID_REQUEST,
                "The tool result '" + result.callId() + "' answers no call of this conversation.")
                .withParam("messages").withCode("orphaned_tool_result");
    }

    private static boolean isEmptyText(Part part) {
        return part instanceof Part.Text text && text.text().isEmpty() && Gemini.extras(text.extras()).isEmpty();
    }

    /**
     * The parts with a signature at the first call, if none has one: Gemini 3 refuses a call without, and takes this word
     * for one that another model made
     * (<a href="https://ai.google.dev/gemini-api/docs/thought-signatures">thought signatures, FAQ</a>).
     */
    private static List<Part> signed(List<Part> said) {
        List<Part> all = new ArrayList<>(said);
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i) instanceof Part.ToolCall call) {
                if (!Gemini.extras(call.extras()).has(Gemini.SIGNATURE)) {
                    List<Extra> extras = new ArrayList<>(call.extras());
                    extras.add(Gemini.extra(Gemini.SIGNATURE, "\"skip_thought_signature_validator\""));
                    all.set(i, call.withExtras(extras));
                }
                return all;
            }
        }
        return all;
    }
}
