package io.patchbay.dialect.responses.internal;

import io.patchbay.api.error.GatewayException;
import io.patchbay.api.model.ChatRequest;
import io.patchbay.api.model.Message;
import io.patchbay.api.model.Part;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.Unportable;
import java.util.List;
import java.util.Set;

/**
 * Tells what in a request only a provider of this dialect can do, so that any other would answer another question: to
 * go on from what it stored, to store, and to work on when the client is gone.
 */
final class Portability {
    static final List<String> REFERENCES = List.of("previous_response_id", "conversation", "prompt");
    static final List<String> WISHES = List.of("store", "background");
    private static final Set<String> ITEMS = Set.of("item_reference", "compaction");

    private Portability() {}

    /**
     * Checks that a request may go to a provider of another dialect.
     *
     * @throws GatewayException of kind {@code INVALID_REQUEST}, naming the field
     */
    static void check(ChatRequest request) {
        Extras extras = OpenAiResponses.extras(request.extras());
        for (String name : REFERENCES) {
            if (Unportable.isSaid(extras, name)) {
                throw refusal(name, name);
            }
        }
        for (String name : WISHES) {
            if (extras.is(name, "true")) {
                throw refusal(name, name);
            }
        }
        for (Message message : request.messages()) {
            for (Part part : message.parts()) {
                if (part instanceof Part.Other other && other.dialect().equals(OpenAiResponses.NAME)
                        && Extras.node(other.value().text()) instanceof Node.Obj item
                        && ITEMS.contains(Items.type(item))) {
                    throw refusal(Items.type(item), "input");
                }
            }
        }
    }

    private static GatewayException refusal(String what, String param) {
        return Unportable.error("'" + what + "' is", param, OpenAiResponses.NAME,
                "keeps nothing from request to request.");
    }
}
