package io.patchbay.core.internal;

import io.patchbay.api.exchange.ModelPattern;
import io.patchbay.api.model.ChatRequest;
import io.patchbay.api.model.Extra;
import io.patchbay.api.model.Json;
import io.patchbay.api.model.Message;
import io.patchbay.api.model.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How a provider is told the beginning of an answer to go on from, as its service's properties say.
 *
 * @param models the models that go on from it
 * @param member the member that is true in the message with the beginning; empty where none is needed
 * @param path what comes before the dialect's path for such a request; empty for nothing
 * @param repeated whether the answer begins with the beginning once more
 */
record Prefill(List<ModelPattern> models, String member, String path, boolean repeated) {
    private static final Json TRUE = new Json("true");

    /** Reads the properties of a provider's service. */
    static Prefill of(Map<String, ?> properties, List<ModelPattern> models) {
        return new Prefill(models, text(properties, "prefillMember"), text(properties, "prefillPath"),
                Boolean.TRUE.equals(properties.get("prefillRepeated")));
    }

    /** Whether a model goes on from the end of a conversation. */
    boolean follows(ChatRequest chat, String model) {
        return !chat.messages().isEmpty() && chat.messages().getLast().role() == Role.ASSISTANT
                && ModelPattern.anyMatches(models, model);
    }

    /** A conversation whose last message says, in a dialect, that it is to be gone on from. */
    ChatRequest marked(ChatRequest chat, String dialect) {
        Message last = chat.messages().getLast();
        boolean said = last.extras().stream()
                .anyMatch(extra -> extra.dialect().equals(dialect) && extra.name().equals(member));
        if (member.isEmpty() || said) {
            return chat;
        }
        List<Extra> extras = new ArrayList<>(last.extras());
        extras.add(new Extra(dialect, member, TRUE));
        List<Message> messages = new ArrayList<>(chat.messages());
        messages.set(messages.size() - 1, new Message(last.role(), last.parts(), extras));
        return chat.toBuilder().messages(messages).build();
    }

    private static String text(Map<String, ?> properties, String name) {
        return properties.get(name) instanceof String text ? text : "";
    }
}
