package io.patchbay.dialect.responses.internal;

import io.patchbay.api.exchange.Headers;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.model.ChatRequest;
import io.patchbay.api.model.Message;
import io.patchbay.api.model.Role;
import io.patchbay.api.model.Tool;
import io.patchbay.dialect.json.CallIds;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.OpenAiModel;
import io.patchbay.dialect.json.Setting;
import io.patchbay.dialect.json.Spoken;
import io.patchbay.dialect.json.UploadedFiles;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Writes requests. */
final class RequestWriter {
    /** Where the model's name stands in a request that is written here: it comes first. */
    private static final String BEFORE_MODEL = "{\"model\":\"";

    private final ChatRequest request;
    private final Extras extras;
    private final JsonWriter out = new JsonWriter();
    private final Set<String> dropped = new LinkedHashSet<>();

    private RequestWriter(ChatRequest request) {
        this.request = request;
        this.extras = OpenAiResponses.extras(request.extras());
    }

    static WireRequest write(ChatRequest request) {
        UploadedFiles.check(request, OpenAiResponses.NAME);
        return new RequestWriter(request).write();
    }

    private WireRequest write() {
        // A request that came in this dialect has at least the form of its input as an extra.
        boolean foreign = extras.isEmpty();
        out.object().member("model", request.model());
        int modelEnd = out.bytes().size() - 1;
        stream();
        conversation();
        tools(request.tools());
        Setting.writeAll(Settings.PLAIN, request, refused(), extras, out, dropped);
        Settings.NESTED.forEach(this::nested);
        Spoken.drop(request, dropped);
        if (foreign) {
            // What is not said would be kept by the provider; no other dialect means that.
            out.rawMember("store", "false");
        }
        extras.write(out);
        return WireRequest.builder(OpenAiResponses.NAME, Operation.CHAT)
                .path(OpenAiResponses.PATH)
                .headers(Headers.of("content-type", "application/json"))
                .body(out.endObject().bytes())
                .model(request.model())
                .modelAt(BEFORE_MODEL.length(), modelEnd)
                .stream(request.stream())
                .dropped(List.copyOf(dropped))
                .build();
    }

    /** What the model refuses; the wish for log probabilities is an element of another member here. */
    private Set<String> refused() {
        Set<String> refused = new HashSet<>(OpenAiModel.refusals(request.model(), request.reasoning()));
        if (refused.contains("logprobs")) {
            refused.add("include");
        }
        return refused;
    }

    private void stream() {
        Optional<String> form = extras.take("stream");
        if (request.stream()) {
            out.rawMember("stream", "true");
        } else if (form.filter("true"::equals).isPresent()) {
            extras.take("stream_options");
        } else {
            form.ifPresent(json -> out.rawMember("stream", json));
        }
    }

    private void conversation() {
        List<Message> messages = CallIds.complete(request.messages());
        if (!messages.isEmpty()
                && OpenAiResponses.extras(messages.getFirst().extras()).is(RequestReader.INSTRUCTIONS, "\"\"")) {
            extras.take(RequestReader.INSTRUCTIONS);
            out.member(RequestReader.INSTRUCTIONS, messages.getFirst().text());
            messages = messages.subList(1, messages.size());
        }
        Optional<String> form = extras.take("input");
        if (form.filter("\"\""::equals).isPresent() && messages.size() == 1 && isPlain(messages.getFirst())) {
            out.member("input", messages.getFirst().text());
        } else if (form.filter("null"::equals).isPresent() && messages.isEmpty()) {
            out.rawMember("input", "null");
        } else if (form.isPresent() || !messages.isEmpty()) {
            InputWriter input = new InputWriter(out.name("input").array(), dropped);
            messages.forEach(input::write);
            out.endArray();
        }
    }

    private static boolean isPlain(Message message) {
        return message.role() == Role.USER && ContentWriter.isPlain(message.parts())
                && OpenAiResponses.extras(message.extras()).isEmpty();
    }

    private void tools(List<Tool> tools) {
        if (tools.isEmpty()) {
            return;
        }
        extras.take("tools");
        out.name("tools").array();
        tools.forEach(tool -> Tools.write(tool, out, dropped));
        out.endArray();
    }

    /** Writes an object of which one member has a field in the neutral request. */
    private void nested(String name, Setting<?> setting) {
        boolean came = extras.has(name);
        Extras rest = extras.nested(name);
        boolean cameAsObject = came && !extras.has(name);
        JsonWriter object = new JsonWriter().object();
        if (!setting.write(request, rest, object)) {
            dropped.add(name + "." + setting.names().getFirst());
        }
        rest.write(object);
        String json = object.endObject().text();
        if (cameAsObject || !json.equals("{}")) {
            extras.take(name);
            out.rawMember(name, json);
        }
    }
}
