package io.patchbay.dialect.anthropic.internal;

import io.patchbay.api.model.Message;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.Role;
import io.patchbay.dialect.json.CallIds;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.Place;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads and writes {@code system} and {@code messages}.
 *
 * <p>What the system says stands apart here. A message of the role {@code system} among the others, which newer models
 * take, keeps its place by an extra.
 */
final class Conversation {
    private static final String ROLE = "role";
    private static final String SYSTEM = "system";
    private static final String MESSAGES = "messages";
    private static final String CONTENT = "content";

    private Conversation() {}

    /** Takes the whole conversation out of a request. */
    static List<Message> read(Members request) {
        List<Message> all = new ArrayList<>();
        if (request.peek(SYSTEM).filter(node -> !(node instanceof Node.Null)).isPresent()) {
            all.add(system(request));
        }
        Place place = request.place().member(MESSAGES);
        List<Message> messages = new ArrayList<>();
        for (Node element : request.array(MESSAGES).orElseThrow(place::missing).elements()) {
            messages.add(message(Members.of(element, place.element(messages.size()))));
        }
        Orphans.check(CallIds.complete(messages));
        all.addAll(messages);
        return all;
    }

    private static Message system(Members request) {
        List<Part> parts = BlockReader.content(request, SYSTEM);
        boolean marked = request.peek(SYSTEM).isPresent();
        request.drop(SYSTEM);
        return new Message(Role.SYSTEM, parts,
                marked ? List.of(AnthropicMessages.extra(CONTENT, "[]")) : List.of());
    }

    private static Message message(Members members) {
        String word = members.requiredText(ROLE);
        Role role = switch (word) {
            case "user" -> Role.USER;
            case "assistant" -> Role.ASSISTANT;
            case "system" -> Role.SYSTEM;
            default -> Role.OTHER;
        };
        List<Part> parts = BlockReader.content(members, CONTENT);
        if (role != Role.USER && role != Role.ASSISTANT) {
            members.mark(ROLE, JsonWriter.quoted(word));
        }
        return new Message(role, parts, members.extras());
    }

    /**
     * Writes a conversation.
     *
     * @param own whether it was read in this dialect, so that every message is written
     */
    static void write(List<Message> all, boolean own, BlockWriter blocks, JsonWriter out) {
        List<Message> apart = all.stream().filter(Conversation::standsApart).toList();
        if (!apart.isEmpty()) {
            List<Part> parts = apart.stream().flatMap(message -> message.parts().stream()).toList();
            blocks.content(SYSTEM, parts,
                    AnthropicMessages.extras(apart.size() == 1 ? apart.getFirst().extras() : List.of()), out);
        }
        List<Message> rest = CallIds.complete(all.stream().filter(message -> !standsApart(message)).toList());
        Orphans.check(rest);
        out.name(MESSAGES).array();
        for (Message message : grouped(rest)) {
            write(message, own, blocks, out);
        }
        out.endArray();
    }

    /** Whether a message is written beside the others. */
    static boolean standsApart(Message message) {
        return (message.role() == Role.SYSTEM || message.role() == Role.DEVELOPER)
                && !AnthropicMessages.extras(message.extras()).has(ROLE);
    }

    /**
     * Between two messages of the model, what tools and the user say is one message: Anthropic wants the results of
     * parallel calls in one, and before anything else in it.
     */
    private static List<Message> grouped(List<Message> messages) {
        List<Message> grouped = new ArrayList<>(messages.size());
        for (int from = 0; from < messages.size();) {
            int to = from;
            while (to < messages.size() && isAnswering(messages.get(to))) {
                to++;
            }
            List<Message> turn = messages.subList(from, Math.max(to, from + 1));
            if (turn.stream().anyMatch(message -> message.role() == Role.TOOL)) {
                grouped.add(resultsFirst(turn));
            } else {
                grouped.addAll(turn);
            }
            from += turn.size();
        }
        return grouped;
    }

    private static boolean isAnswering(Message message) {
        return message.role() == Role.TOOL || message.role() == Role.USER;
    }

    private static Message resultsFirst(List<Message> turn) {
        List<Part> results = new ArrayList<>();
        List<Part> rest = new ArrayList<>();
        for (Message message : turn) {
            message.parts().forEach(part -> (part instanceof Part.ToolResult ? results : rest).add(part));
        }
        results.addAll(rest);
        return new Message(Role.USER, results, List.of());
    }

    private static void write(Message message, boolean own, BlockWriter blocks, JsonWriter out) {
        if (!own && blocks.write(message.parts()).isEmpty()) {
            return;
        }
        Extras extras = AnthropicMessages.extras(message.extras());
        String otherwise = message.role() == Role.ASSISTANT ? "\"assistant\"" : "\"user\"";
        out.object().rawMember(ROLE, extras.take(ROLE).orElse(otherwise));
        blocks.content(CONTENT, message.parts(), extras, out);
        extras.write(out);
        out.endObject();
    }
}
