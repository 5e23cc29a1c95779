package io.patchbay.dialect.openai.internal;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Headers;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.model.ChatRequest;
import io.patchbay.api.model.Message;
import io.patchbay.api.model.Tool;
import io.patchbay.dialect.json.CallIds;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.OpenAiModel;
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

    /** What is left of these is a matter of form, or of streams. */
    private static final Set<String> NO_SETTINGS = Set.of("stream", "stream_options", "tools");

    private ChatRequests() {}

    static ChatRequest read(Bytes body) {
        Members members = Members.of(body, OpenAiChat.REQUEST);
        ChatRequest.Builder request = ChatRequest.builder(members.requiredText("model"));
        // Left as an extra: it also tells the writer that the request was made in this dialect.
        request.stream(members.peek("stream").orElse(null) instanceof Node.Bool bool && bool.value());
        request.messages(messages(members));
        members.array("tools").ifPresent(array -> {
            request.tools(Tools.read(array, OpenAiChat.REQUEST.member("tools")));
            if (array.elements().isEmpty()) {
                members.mark("tools", "[]");
            }
        });
        Settings.ALL.forEach(setting -> setting.read(members, request));
        return request.extras(members.extras()).untold(members.untold("", Settings.ALL, NO_SETTINGS)).build();
    }

    private static List<Message> messages(Members members) {
        Place place = OpenAiChat.REQUEST.member("messages");
        Node.Arr array = members.array("messages").orElseThrow(place::missing);
        List<Message> messages = new ArrayList<>(array.elements().size());
        for (Node element : array.elements()) {
            messages.add(MessageReader.read(element, place.element(messages.size())));
        }
        return messages;
    }

    static WireRequest write(ChatRequest request) {
        UploadedFiles.check(request, OpenAiChat.NAME);
        Set<String> dropped = new LinkedHashSet<>();
        Extras extras = OpenAiChat.extras(request.extras());
        JsonWriter out = new JsonWriter().object().member("model", request.model());
        int modelEnd = out.bytes().size() - 1;
        stream(request, extras, out);
        MessageWriter messages = new MessageWriter(out.name("messages").array(), dropped);
        CallIds.complete(request.messages()).forEach(messages::write);
        out.endArray();
        tools(request.tools(), extras, out, dropped);
        Setting.writeAll(Settings.ALL, request, OpenAiModel.refusals(request.model(), request.reasoning()), extras, out,
                dropped);
        Spoken.dropVoice(request, OpenAiChat.NAME, dropped);
        extras.write(out);
        return WireRequest.builder(OpenAiChat.NAME, Operation.CHAT)
                .path(OpenAiChat.CHAT_PATH)
                .headers(Headers.of("content-type", "application/json"))
                .body(out.endObject().bytes())
                .model(request.model())
                .modelAt(BEFORE_MODEL.length(), modelEnd)
                .stream(request.stream())
                .dropped(List.copyOf(dropped))
                .build();
    }

    /** Writes whether a stream is wanted, and that it shall tell its usage. */
    static void stream(ChatRequest request, Extras extras, JsonWriter out) {
        Optional<String> form = extras.take("stream");
        if (request.stream()) {
            out.rawMember("stream", "true");
            if (form.isEmpty()) {
                // Other dialects report usage unasked.
                extras.take("stream_options");
                out.rawMember("stream_options", "{\"include_usage\":true}");
            }
        } else if (form.filter("true"::equals).isPresent()) {
            extras.take("stream_options");
        } else {
            form.ifPresent(json -> out.rawMember("stream", json));
        }
    }

    private static void tools(List<Tool> tools, Extras extras, JsonWriter out, Set<String> dropped) {
        if (tools.isEmpty()) {
            return;
        }
        extras.take("tools");
        out.name("tools").array();
        tools.forEach(tool -> Tools.write(tool, out, dropped));
        out.endArray();
    }
}
