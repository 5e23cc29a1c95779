package io.patchbay.dialect.anthropic.internal;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Headers;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.model.ChatRequest;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.Place;
import io.patchbay.dialect.json.UploadedFiles;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads chat requests.
 *
 * <p>{@code max_tokens}, {@code tool_choice}, {@code thinking}, {@code output_config} and {@code output_format} stay
 * extras as they came, beside what the neutral request has of them: the writer takes them if they still say the same.
 */
final class ChatRequests {
    /** Where the model's name stands in a request that is written here: it comes first. */
    static final String BEFORE_MODEL = "{\"model\":\"";
    /** Required, so that it also tells the writer that a request was made in this dialect. */
    static final String MAX_TOKENS = "max_tokens";
    static final String STREAM = "stream";
    static final String TOOLS = "tools";
    static final String THINKING = "thinking";
    static final String OUTPUT_CONFIG = "output_config";
    static final String OUTPUT_FORMAT = "output_format";
    static final String EFFORT = "effort";
    static final String FORMAT = "format";

    /** What is left of these is a matter of form, or told otherwise. */
    private static final Set<String> NO_SETTINGS = Set.of(MAX_TOKENS, STREAM, TOOLS, ToolChoices.MEMBER, THINKING,
            OUTPUT_CONFIG, OUTPUT_FORMAT, "system");

    private ChatRequests() {}

    static ChatRequest read(Bytes body) {
        Members members = Members.of(body, AnthropicMessages.REQUEST);
        ChatRequest.Builder request = ChatRequest.builder(members.requiredText("model"));
        request.stream(members.peek(STREAM).orElse(null) instanceof Node.Bool bool && bool.value());
        request.messages(Conversation.read(members));
        members.array(TOOLS).ifPresent(array -> {
            request.tools(Tools.read(array, place(TOOLS)));
            if (array.elements().isEmpty()) {
                members.mark(TOOLS, "[]");
            }
        });
        members.peek(MAX_TOKENS).flatMap(node -> Sampling.whole(node, place(MAX_TOKENS)))
                .ifPresent(request::maxOutputTokens);
        Sampling.read(members, request);
        members.peek(ToolChoices.MEMBER).map(node -> ToolChoices.read(node, place(ToolChoices.MEMBER)))
                .ifPresent(said -> {
                    said.choice().ifPresent(request::toolChoice);
                    said.parallel().ifPresent(request::parallelToolCalls);
                });
        Optional<Node> config = members.peek(OUTPUT_CONFIG);
        Thinking.read(members.peek(THINKING), member(config, EFFORT)).ifPresent(request::reasoning);
        OutputFormats.read(member(config, FORMAT).or(() -> members.peek(OUTPUT_FORMAT)))
                .ifPresent(request::responseFormat);
        return request.extras(members.extras()).untold(members.untold("", Sampling.ALL, NO_SETTINGS)).build();
    }

    private static Place place(String member) {
        return AnthropicMessages.REQUEST.member(member);
    }

    /** A member of what may be an object. */
    static Optional<Node> member(Optional<Node> object, String name) {
        return object.orElse(null) instanceof Node.Obj there
                ? Optional.ofNullable(there.members().get(name))
                : Optional.empty();
    }

    static WireRequest write(ChatRequest request) {
        UploadedFiles.check(request, AnthropicMessages.NAME);
        RequestWriter writer = new RequestWriter(request);
        Bytes body = writer.write();
        return WireRequest.builder(AnthropicMessages.NAME, Operation.CHAT)
                .path(AnthropicMessages.MESSAGES_PATH)
                .headers(Headers.of("content-type", "application/json"))
                .body(body)
                .model(request.model())
                .modelAt(BEFORE_MODEL.length(), writer.modelEnd())
                .stream(request.stream())
                .dropped(List.copyOf(writer.dropped()))
                .build();
    }
}
