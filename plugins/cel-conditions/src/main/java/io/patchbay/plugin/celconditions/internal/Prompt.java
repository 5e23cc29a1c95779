package io.patchbay.plugin.celconditions.internal;

import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.model.ChatRequest;
import io.patchbay.api.model.Message;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.ResponseFormat;
import io.patchbay.api.model.Role;
import java.util.List;
import java.util.Optional;

/** What a chat request asks for. What is no chat, or cannot be read, asks for nothing: who answers it says what is wrong. */
final class Prompt {
    /** More does not make it clearer which language it is. */
    private static final int MOST_CHARACTERS = 2_000;
    private static final String LANGUAGE = "io.patchbay.plugin.celconditions.language";

    private Prompt() {}

    /** What was found out for an exchange, for the next condition. */
    private record Found(String text, String language) {}

    /** The request, if it is a chat that can be read. The exchange keeps what was read. */
    static Optional<ChatRequest> of(Exchange exchange) {
        if (!exchange.request().operation().equals(Operation.CHAT)) {
            return Optional.empty();
        }
        try {
            return Optional.of(exchange.chat());
        } catch (GatewayException e) {
            return Optional.empty();
        }
    }

    /** Whether the model may call something. */
    static boolean hasTools(Exchange exchange) {
        return of(exchange).map(chat -> !chat.tools().isEmpty()).orElse(false);
    }

    /** Whether there is a picture to look at. */
    static boolean hasImages(Exchange exchange) {
        return of(exchange).map(chat -> chat.messages().stream().anyMatch(message -> hasImages(message.parts())))
                .orElse(false);
    }

    /** Whether the answer must be JSON. */
    static boolean wantsJson(Exchange exchange) {
        return of(exchange).flatMap(ChatRequest::responseFormat)
                .map(format -> format instanceof ResponseFormat.JsonObject
                        || format instanceof ResponseFormat.JsonSchema)
                .orElse(false);
    }

    /** The language of what the user said last, by its ISO 639-1 code; empty where it is not clear. */
    static String language(Exchange exchange) {
        String text = said(exchange);
        if (exchange.attributes().get(LANGUAGE) instanceof Found found && found.text().equals(text)) {
            return found.language();
        }
        String language = text.isBlank() ? "" : Languages.of(text);
        exchange.attributes().put(LANGUAGE, new Found(text, language));
        return language;
    }

    private static String said(Exchange exchange) {
        String text = of(exchange).map(ChatRequest::messages).orElse(List.of()).reversed().stream()
                .filter(message -> message.role() == Role.USER).findFirst().map(Message::text).orElse("");
        return text.substring(0, Math.min(text.length(), MOST_CHARACTERS));
    }

    private static boolean hasImages(List<Part> parts) {
        return parts.stream().anyMatch(part -> part instanceof Part.Image
                || (part instanceof Part.ToolResult result && hasImages(result.content())));
    }
}
