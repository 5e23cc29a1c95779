package io.patchbay.dialect.bedrock.internal;

import io.patchbay.api.exchange.Headers;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.model.ChatRequest;
import io.patchbay.api.model.Message;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.Role;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.Setting;
import io.patchbay.dialect.json.UploadedFiles;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads and writes chat requests. Model and streaming are in the path.
 *
 * <p>An extra {@code messages} tells the writer that the request was made in this dialect, and is written as it came.
 */
final class ChatRequests {
    private static final String MESSAGES = "messages";
    private static final String SYSTEM = "system";
    private static final String INFERENCE = "inferenceConfig";
    private static final String MODEL_FIELDS = "additionalModelRequestFields";

    /** What is left of these is a matter of form, or told with its name. */
    private static final Set<String> NO_SETTINGS =
            Set.of(MESSAGES, SYSTEM, INFERENCE, MODEL_FIELDS, "toolConfig");

    private ChatRequests() {}

    static ChatRequest read(WireRequest wire) {
        Members members = Members.of(wire.body(), BedrockConverse.REQUEST);
        ChatRequest.Builder request = ChatRequest.builder(wire.model()).stream(wire.stream());
        List<Message> messages = new ArrayList<>();
        members.array(SYSTEM).ifPresent(array -> {
            if (array.elements().isEmpty()) {
                members.mark(SYSTEM, "[]");
            } else {
                List<Part> parts = BlockReader.read(array, BedrockConverse.REQUEST.member(SYSTEM));
                messages.add(new Message(Role.SYSTEM, parts, List.of()));
            }
        });
        Optional<Node.Arr> conversation = members.array(MESSAGES);
        int index = 0;
        for (Node message : conversation.map(Node.Arr::elements).orElse(List.of())) {
            messages.add(MessageCodec.read(message, BedrockConverse.REQUEST.member(MESSAGES).element(index++)));
        }
        members.mark(MESSAGES, conversation.isPresent() ? "[]" : "null");
        request.messages(messages);
        ToolConfigs.read(members, request);
        List<String> untold = new ArrayList<>();
        nested(members, INFERENCE, Settings.INFERENCE, request, untold);
        if (members.peek(MODEL_FIELDS).orElse(null) instanceof Node.Obj) {
            nested(members, MODEL_FIELDS, Thinking.of(wire.model(), request.build().maxOutputTokens()), request,
                    untold);
        }
        OutputFormats.SETTING.read(members, request);
        untold.addAll(members.untold("", List.of(OutputFormats.SETTING), NO_SETTINGS));
        return request.extras(members.extras()).untold(untold).build();
    }

    /** Reads the settings in a nested object, which stays, also where it is empty: it tells that it was there. */
    private static void nested(Members members, String name, List<Setting<?>> settings, ChatRequest.Builder request,
            List<String> untold) {
        members.object(name).ifPresent(object -> {
            settings.forEach(setting -> setting.read(object, request));
            untold.addAll(object.untold(name + ".", settings, Set.of()));
            members.mark(name, object.json());
        });
    }

    static WireRequest write(ChatRequest asked) {
        UploadedFiles.check(asked, BedrockConverse.NAME);
        Set<String> dropped = new LinkedHashSet<>();
        Extras extras = BedrockConverse.extras(asked.extras());
        Optional<String> form = extras.take(MESSAGES);
        boolean own = form.isPresent();
        ChatRequest request = own ? asked : AnswerTool.demanded(asked);
        JsonWriter out = new JsonWriter().object();
        MessageCodec messages = new MessageCodec(own, request.model(), dropped);
        request.messages().forEach(messages::add);
        if (!messages.system().isEmpty()) {
            extras.take(SYSTEM);
            array(SYSTEM, messages.system(), out);
        }
        List<String> conversation = messages.conversation();
        if (!conversation.isEmpty() || !form.equals(Optional.of("null"))) {
            array(MESSAGES, conversation, out);
        }
        ToolConfigs.write(request, extras, own, out, dropped);
        settings(request, extras, own, out, dropped);
        Settings.drop(request, dropped);
        extras.write(out);
        return WireRequest.builder(BedrockConverse.NAME, Operation.CHAT)
                .path(BedrockConverse.MODEL_PATH
                        + (request.stream() ? BedrockConverse.CONVERSE_STREAM : BedrockConverse.CONVERSE))
                .headers(Headers.of("content-type", "application/json"))
                .body(out.endObject().bytes())
                .model(request.model())
                .stream(request.stream())
                .dropped(List.copyOf(dropped))
                .build();
    }

    private static void array(String name, List<String> elements, JsonWriter out) {
        out.name(name).array();
        elements.forEach(out::raw);
        out.endArray();
    }

    private static void settings(ChatRequest request, Extras extras, boolean own, JsonWriter out,
            Set<String> dropped) {
        List<Setting<?>> inference = new ArrayList<>(Settings.INFERENCE);
        if (!own) {
            Settings.refuse(request, inference, dropped);
        }
        nested(INFERENCE, inference, request, extras, out);
        if (!nested(MODEL_FIELDS, Thinking.of(request.model(), request.maxOutputTokens()), request, extras, out)) {
            dropped.add("reasoning");
        }
        if (!OutputFormats.SETTING.write(request, extras, out)) {
            dropped.add("response_format");
        }
    }

    /**
     * Writes a nested object, if it has members or was there.
     *
     * @return whether all was said
     */
    private static boolean nested(String name, List<Setting<?>> settings, ChatRequest request, Extras extras,
            JsonWriter out) {
        boolean there = extras.has(name);
        Extras own = extras.nested(name);
        if (extras.has(name)) {
            // Something else than an object, which stays as it is.
            return true;
        }
        JsonWriter inner = new JsonWriter().object();
        boolean said = true;
        for (Setting<?> setting : settings) {
            said &= setting.write(request, own, inner);
        }
        own.write(inner);
        String json = inner.endObject().text();
        if (there || !json.equals("{}")) {
            out.rawMember(name, json);
        }
        return said;
    }
}
