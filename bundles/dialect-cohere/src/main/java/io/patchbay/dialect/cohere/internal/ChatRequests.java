package io.patchbay.dialect.cohere.internal;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Headers;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.model.ChatRequest;
import io.patchbay.api.model.Message;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.FunctionTools;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.Place;
import io.patchbay.dialect.json.Setting;
import io.patchbay.dialect.json.Spoken;
import io.patchbay.dialect.json.UploadedFiles;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads and writes chat requests. */
final class ChatRequests {
    /** Where the model's name stands in a request that is written here: it comes first. */
    static final String BEFORE_MODEL = "{\"model\":\"";

    /** Cohere requires a schema of a function that has no parameters. */
    private static final String NO_PARAMETERS = "{\"type\":\"object\",\"properties\":{}}";
    private static final String STREAM = "stream";
    /** What is left of these is a matter of form. */
    private static final Set<String> NO_SETTINGS = Set.of(STREAM, "tools", "strict_tools");

    private ChatRequests() {}

    static ChatRequest read(Bytes body) {
        Members members = Members.of(body, CohereV2.REQUEST);
        ChatRequest.Builder request = ChatRequest.builder(members.requiredText("model"));
        request.stream(members.peek(STREAM).orElse(null) instanceof Node.Bool bool && bool.value());
        request.messages(messages(members));
        members.array("tools").ifPresent(array -> {
            request.tools(Strictness.read(members, FunctionTools.read(array, CohereV2.REQUEST.member("tools"))));
            if (array.elements().isEmpty()) {
                members.mark("tools", "[]");
            }
        });
        Settings.ALL.forEach(setting -> setting.read(members, request));
        return request.extras(members.extras()).untold(members.untold("", Settings.ALL, NO_SETTINGS)).build();
    }

    private static List<Message> messages(Members members) {
        Place place = CohereV2.REQUEST.member("messages");
        Node.Arr array = members.array("messages").orElseThrow(place::missing);
        List<Message> messages = new ArrayList<>(array.elements().size());
        for (Node element : array.elements()) {
            messages.add(MessageReader.read(element, place.element(messages.size())));
        }
        return messages;
    }

    static WireRequest write(ChatRequest asked) {
        UploadedFiles.check(asked, CohereV2.NAME);
        Set<String> dropped = new LinkedHashSet<>();
        ChatRequest request = ToolChoices.narrowed(asked, dropped);
        Extras extras = CohereV2.extras(request.extras());
        JsonWriter out = new JsonWriter().object().member("model", request.model());
        int modelEnd = out.bytes().size() - 1;
        stream(request.stream(), extras, out);
        MessageWriter messages = new MessageWriter(out.name("messages").array(), dropped);
        request.messages().forEach(messages::write);
        out.endArray();
        if (!request.tools().isEmpty()) {
            extras.take("tools");
            FunctionTools.write(request.tools(), CohereV2.NAME, NO_PARAMETERS, out.name("tools"), dropped);
        }
        Strictness.write(request, extras, out, dropped);
        Setting.writeAll(Settings.ALL, request, Set.of(), extras, out, dropped);
        unsayable(request, dropped);
        Spoken.drop(request, dropped);
        extras.write(out);
        return WireRequest.builder(CohereV2.NAME, Operation.CHAT)
                .path(CohereV2.CHAT_PATH)
                .headers(Headers.of("content-type", "application/json"))
                .body(out.endObject().bytes())
                .model(request.model())
                .modelAt(BEFORE_MODEL.length(), modelEnd)
                .stream(request.stream())
                .dropped(List.copyOf(dropped))
                .build();
    }

    private static void stream(boolean wanted, Extras extras, JsonWriter out) {
        Optional<String> form = extras.take(STREAM);
        if (wanted) {
            out.rawMember(STREAM, "true");
        } else {
            form.filter(json -> !json.equals("true")).ifPresent(json -> out.rawMember(STREAM, json));
        }
    }

    private static void unsayable(ChatRequest request, Set<String> dropped) {
        if (request.candidates().orElse(1) > 1) {
            dropped.add("n");
        }
        if (!request.parallelToolCalls().orElse(true)) {
            dropped.add("parallel_tool_calls");
        }
        if (request.topLogprobs().orElse(0) > 0) {
            dropped.add("top_logprobs");
        }
    }
}
