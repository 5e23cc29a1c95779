package io.patchbay.dialect.responses.internal;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.model.ChatRequest;
import io.patchbay.api.model.Extra;
import io.patchbay.api.model.Message;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.Role;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.Place;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads requests.
 *
 * <p>The instructions are the first message. What the model said, thought and called between two others' items is one
 * message of its own, because other dialects have it so.
 */
final class RequestReader {
    /** Marks the message that stands in the request's {@code instructions}. */
    static final String INSTRUCTIONS = "instructions";

    /** What is left of these is a matter of form, or of streams, or told with its name, or refused. */
    private static final Set<String> NO_SETTINGS = Stream.of(
            List.of("stream", "stream_options", "tools", "input", INSTRUCTIONS), Settings.NESTED.keySet(),
            Portability.REFERENCES, Portability.WISHES).flatMap(Collection::stream)
            .collect(Collectors.toUnmodifiableSet());
    private static final Set<String> CLIENT_ITEMS = Set.of("mcp_approval_response", "tool_search_output");

    private final List<Message> messages = new ArrayList<>();
    /** What the model said since the last item of somebody else. */
    private final List<Part> turn = new ArrayList<>();

    private RequestReader() {}

    static ChatRequest read(Bytes body) {
        Members members = Members.of(body, OpenAiResponses.REQUEST);
        ChatRequest.Builder request = ChatRequest.builder(members.requiredText("model"));
        request.stream(members.peek("stream").orElse(null) instanceof Node.Bool bool && bool.value());
        request.messages(new RequestReader().conversation(members));
        members.array("tools").ifPresent(array -> {
            request.tools(Tools.read(array, OpenAiResponses.REQUEST.member("tools")));
            if (array.elements().isEmpty()) {
                members.mark("tools", "[]");
            }
        });
        Settings.PLAIN.forEach(setting -> setting.read(members, request));
        List<String> untold = new ArrayList<>();
        Settings.NESTED.forEach((name, setting) -> members.object(name).ifPresent(nested -> {
            setting.read(nested, request);
            untold.addAll(nested.untold(name + ".", List.of(setting), Set.of()));
            members.mark(name, nested.json());
        }));
        untold.addAll(members.untold("", Settings.PLAIN, NO_SETTINGS));
        return request.extras(members.extras()).untold(untold).build();
    }

    private List<Message> conversation(Members members) {
        if (members.peek(INSTRUCTIONS).orElse(null) instanceof Node.Str(_, String text) && !text.isEmpty()) {
            members.drop(INSTRUCTIONS);
            messages.add(new Message(Role.SYSTEM, List.of(Part.Text.of(text)),
                    List.of(OpenAiResponses.extra(INSTRUCTIONS, "\"\""))));
        }
        members.take("input").ifPresent(input -> {
            switch (input) {
                case Node.Str text -> {
                    messages.add(Message.of(Role.USER, text.value()));
                    members.mark("input", "\"\"");
                }
                case Node.Arr array -> {
                    items(array, OpenAiResponses.REQUEST.member("input"));
                    members.mark("input", "[]");
                }
                default -> throw OpenAiResponses.REQUEST.member("input").invalidType("a string or an array",
                        input.kind());
            }
        });
        return messages;
    }

    private void items(Node.Arr array, Place place) {
        int index = 0;
        for (Node element : array.elements()) {
            Place own = place.element(index++);
            if (!(element instanceof Node.Obj item)) {
                throw own.invalidType("an object", element.kind());
            }
            item(item, own);
        }
        endTurn();
    }

    private void item(Node.Obj item, Place place) {
        String type = Items.type(item);
        boolean message = type.equals("message");
        boolean assistant = message && item.members().get("role") instanceof Node.Str(_, String role)
                && role.equals("assistant");
        if (message && !assistant) {
            endTurn();
            messages.add(message(item, place));
        } else if (type.endsWith("_output") || CLIENT_ITEMS.contains(type)) {
            endTurn();
            messages.add(new Message(Role.TOOL, Items.read(item, place, Voice.ASSISTANT), List.of()));
        } else {
            turn.addAll(Items.read(item, place, Voice.ASSISTANT));
        }
    }

    private void endTurn() {
        if (!turn.isEmpty()) {
            messages.add(new Message(Role.ASSISTANT, turn, List.of()));
            turn.clear();
        }
    }

    private static Message message(Node.Obj item, Place place) {
        Members members = new Members(item, place);
        String word = members.requiredText("role");
        Role role = switch (word) {
            case "system" -> Role.SYSTEM;
            case "developer" -> Role.DEVELOPER;
            case "user" -> Role.USER;
            default -> Role.OTHER;
        };
        List<Part> content = content(members);
        if (role == Role.OTHER) {
            members.mark("role", JsonWriter.quoted(word));
        }
        List<Extra> extras = members.extras();
        return new Message(role, content, extras);
    }

    /** Content is a string or an array; where the writer would choose the other form, an empty array marks it. */
    private static List<Part> content(Members members) {
        return switch (members.take("content").orElse(null)) {
            case Node.Str text -> List.of(Part.Text.of(text.value()));
            case Node.Arr array -> {
                List<Part> parts = ContentParts.read(array, members.place().member("content"), Voice.USER);
                if (parts.isEmpty() || ContentWriter.isPlain(parts)) {
                    members.mark("content", "[]");
                }
                yield parts;
            }
            case null -> List.of();
            case Node other -> throw members.place().member("content").invalidType("a string or an array of objects",
                    other.kind());
        };
    }
}
