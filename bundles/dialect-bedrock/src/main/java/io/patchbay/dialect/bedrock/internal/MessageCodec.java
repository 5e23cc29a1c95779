package io.patchbay.dialect.bedrock.internal;

import io.patchbay.api.model.Message;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.Role;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads the messages of a request, and collects those to write: what the system says apart from the conversation, in
 * which user and assistant take turns.
 *
 * <p>In a request from another dialect, messages in a row of one side become one, so that the results of parallel calls
 * stand together; a message of which nothing can be said is left out.
 */
final class MessageCodec {
    private final boolean own;
    private final Set<String> dropped;
    private final BlockWriter blocks;
    private final List<String> system = new ArrayList<>();
    private final List<Turn> turns = new ArrayList<>();

    /** A message to write: its role as JSON, its blocks, and what else it says. */
    private record Turn(String role, List<String> blocks, Extras extras) {}

    MessageCodec(boolean own, String model, Set<String> dropped) {
        this.own = own;
        this.dropped = dropped;
        this.blocks = new BlockWriter(own, model, dropped);
    }

    static Message read(Node node, Place place) {
        Members members = Members.of(node, place);
        String word = members.requiredText("role");
        Role role = switch (word) {
            case "user" -> Role.USER;
            case "assistant" -> Role.ASSISTANT;
            default -> Role.OTHER;
        };
        List<Part> parts = members.array("content")
                .map(array -> BlockReader.read(array, place.member("content")))
                .orElseThrow(() -> place.member("content").missing());
        if (role == Role.OTHER) {
            members.mark("role", JsonWriter.quoted(word));
        }
        return new Message(role, parts, members.extras());
    }

    void add(Message message) {
        if (message.role() == Role.SYSTEM || message.role() == Role.DEVELOPER) {
            system.addAll(blocks.write(own ? message.parts() : texts(message.parts())));
            return;
        }
        List<String> said = blocks.write(message.parts());
        Extras extras = BedrockConverse.extras(message.extras());
        String role = switch (message.role()) {
            case ASSISTANT -> "\"assistant\"";
            case OTHER -> extras.take("role").orElse("\"user\"");
            default -> "\"user\"";
        };
        if (!own && said.isEmpty()) {
            return;
        }
        if (!own && !turns.isEmpty() && turns.getLast().role.equals(role)) {
            turns.getLast().blocks.addAll(said);
        } else {
            turns.add(new Turn(role, said, extras));
        }
    }

    /** The system says nothing but texts. */
    private List<Part> texts(List<Part> parts) {
        List<Part> texts = parts.stream().filter(Part.Text.class::isInstance).toList();
        if (texts.size() < parts.size()) {
            dropped.add("system block");
        }
        return texts;
    }

    /** The blocks that the system says. */
    List<String> system() {
        return system;
    }

    /** The messages of the conversation. */
    List<String> conversation() {
        List<String> messages = new ArrayList<>(turns.size());
        for (Turn turn : turns) {
            JsonWriter out = new JsonWriter().object().rawMember("role", turn.role).name("content").array();
            turn.blocks.forEach(out::raw);
            out.endArray();
            turn.extras.write(out);
            messages.add(out.endObject().text());
        }
        return messages;
    }
}
