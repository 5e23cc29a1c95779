package io.patchbay.dialect.ollama.internal;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Headers;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.model.ChatRequest;
import io.patchbay.api.model.Message;
import io.patchbay.api.model.ToolChoice;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.FunctionTools;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.Place;
import io.patchbay.dialect.json.Spoken;
import io.patchbay.dialect.json.StrictTools;
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

    private static final String STREAM = "stream";
    private static final String MESSAGES = "messages";
    private static final String TOOLS = "tools";

    private ChatRequests() {}

    static ChatRequest read(Bytes body) {
        Members members = Members.of(body, Ollama.REQUEST);
        ChatRequest.Builder request = ChatRequest.builder(members.requiredText("model"));
        request.stream(!(members.peek(STREAM).orElse(null) instanceof Node.Bool bool) || bool.value());
        request.messages(messages(members));
        members.array(TOOLS).ifPresent(array -> {
            request.tools(FunctionTools.read(array, Ollama.REQUEST.member(TOOLS)));
            if (array.elements().isEmpty()) {
                members.mark(TOOLS, "[]");
            }
        });
        Settings.read(members, request);
        return request.extras(members.extras()).build();
    }

    private static List<Message> messages(Members members) {
        Place place = Ollama.REQUEST.member(MESSAGES);
        Optional<Node.Arr> array = members.array(MESSAGES);
        List<Message> messages = new ArrayList<>();
        array.ifPresent(all -> all.elements().forEach(
                element -> messages.add(Messages.read(element, place.element(messages.size())))));
        if (array.isPresent() && messages.isEmpty()) {
            members.mark(MESSAGES, "[]");
        }
        return messages;
    }

    static WireRequest write(ChatRequest request) {
        UploadedFiles.check(request, Ollama.NAME);
        Set<String> dropped = new LinkedHashSet<>();
        Extras extras = Ollama.extras(request.extras());
        JsonWriter out = new JsonWriter().object().member("model", request.model());
        int modelEnd = out.bytes().size() - 1;
        stream(request.stream(), extras, out);
        if (!request.messages().isEmpty()) {
            extras.take(MESSAGES);
            MessageWriter messages = new MessageWriter(out.name(MESSAGES).array(), dropped);
            request.messages().forEach(messages::write);
            out.endArray();
        }
        if (!request.tools().isEmpty() && offered(request, dropped)) {
            extras.take(TOOLS);
            FunctionTools.write(request.tools(), Ollama.NAME, "", out.name(TOOLS), dropped);
            StrictTools.drop(request, dropped);
        }
        Settings.write(request, extras, out, dropped);
        unsayable(request, dropped);
        Spoken.drop(request, dropped);
        extras.write(out);
        return WireRequest.builder(Ollama.NAME, Operation.CHAT)
                .path(Ollama.CHAT_PATH)
                .headers(Headers.of("content-type", "application/json"))
                .body(out.endObject().bytes())
                .model(request.model())
                .modelAt(BEFORE_MODEL.length(), modelEnd)
                .stream(request.stream())
                .dropped(List.copyOf(dropped))
                .build();
    }

    /** An answer is streamed unless it is said not to be. */
    private static void stream(boolean wanted, Extras extras, JsonWriter out) {
        Optional<String> form = extras.take(STREAM);
        if (!wanted) {
            out.rawMember(STREAM, "false");
        } else if (form.isPresent()) {
            out.rawMember(STREAM, form.filter(json -> !json.equals("false")).orElse("true"));
        }
    }

    /** Whether the tools are offered: who may call none is told of none. There is no other choice. */
    private static boolean offered(ChatRequest request, Set<String> dropped) {
        ToolChoice choice = request.toolChoice().orElse(new ToolChoice.Auto());
        if (choice instanceof ToolChoice.None) {
            return false;
        }
        if (!(choice instanceof ToolChoice.Auto)) {
            dropped.add("tool_choice");
        }
        return true;
    }

    private static void unsayable(ChatRequest request, Set<String> dropped) {
        if (request.candidates().orElse(1) > 1) {
            dropped.add("n");
        }
        if (!request.parallelToolCalls().orElse(true)) {
            dropped.add("parallel_tool_calls");
        }
    }
}
