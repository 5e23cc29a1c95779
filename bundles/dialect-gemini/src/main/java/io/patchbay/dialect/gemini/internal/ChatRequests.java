package io.patchbay.dialect.gemini.internal;

import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Headers;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.model.ChatRequest;
import io.patchbay.api.model.Message;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.Place;
import io.patchbay.dialect.json.Setting;
import io.patchbay.dialect.json.Spoken;
import io.patchbay.dialect.json.StrictTools;
import io.patchbay.dialect.json.Unportable;
import io.patchbay.dialect.json.UploadedFiles;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads and writes chat requests. */
final class ChatRequests {
    static final Headers JSON = Headers.of("content-type", "application/json");

    private static final String CONTENTS = "contents";
    private static final String SYSTEM = "systemInstruction";
    private static final String TOOLS = "tools";
    private static final String GENERATION = "generationConfig";
    private static final String TOOL_CONFIG = "toolConfig";
    private static final String CACHED = "cachedContent";
    /** What is left of these is a matter of form, or told with its name, or refused. */
    private static final Set<String> NO_SETTINGS =
            Set.of("model", CONTENTS, SYSTEM, TOOLS, GENERATION, TOOL_CONFIG, CACHED);
    /** Models that refuse calls without a signature: those from 3 on, and what is always the latest. */
    private static final Pattern SIGNED = Pattern.compile("gemini-(?:[3-9]|\\d\\d).*|gemini-.*-latest");

    private ChatRequests() {}

    static ChatRequest read(WireRequest request) {
        Members members = Camel.root(request.body(), Gemini.REQUEST);
        ChatRequest.Builder chat = ChatRequest.builder(request.model()).stream(request.stream());
        chat.messages(messages(members));
        members.array(TOOLS).ifPresent(array -> {
            chat.tools(Tools.read(array, Gemini.REQUEST.member(TOOLS)));
            if (array.elements().isEmpty()) {
                members.mark(TOOLS, "[]");
            }
        });
        List<String> untold = new ArrayList<>();
        nested(members, GENERATION, Settings.GENERATION, chat, untold);
        nested(members, TOOL_CONFIG, Settings.TOOL, chat, untold);
        // Tells the writer that the request was made in this dialect.
        members.mark(CONTENTS, "[]");
        untold.addAll(members.untold("", List.of(), NO_SETTINGS));
        return chat.extras(members.extras()).untold(untold).build();
    }

    /**
     * Checks that a request may go to a provider of another dialect: what was cached before is a part of the conversation
     * that nobody else has.
     *
     * @throws GatewayException of kind {@code INVALID_REQUEST}, naming the field
     */
    static void checkPortable(ChatRequest request) {
        if (Unportable.isSaid(Gemini.extras(request.extras()), CACHED)) {
            throw Unportable.error("'" + CACHED + "' is", CACHED, Gemini.NAME,
                    "has nothing of what was cached. Send the content itself.");
        }
    }

    private static List<Message> messages(Members members) {
        List<Message> messages = new ArrayList<>();
        members.take(SYSTEM).ifPresent(
                node -> messages.add(Contents.readSystem(node, Gemini.REQUEST.member(SYSTEM))));
        Place place = Gemini.REQUEST.member(CONTENTS);
        CallIds ids = CallIds.ofRequest();
        Node contents = members.take(CONTENTS).orElseThrow(place::missing);
        switch (contents) {
            case Node.Arr array -> {
                int index = 0;
                for (Node content : array.elements()) {
                    messages.add(Contents.read(content, place.element(index++), ids));
                }
            }
            case Node.Obj single -> messages.add(Contents.read(single, place, ids));
            default -> throw place.invalidType("an array of objects", contents.kind());
        }
        return messages;
    }

    /** Takes an object of settings; what is left of it stays. */
    private static void nested(Members members, String name, List<Setting<?>> settings, ChatRequest.Builder chat,
            List<String> untold) {
        Camel.take(members, name).ifPresent(config -> {
            boolean bare = config.isEmpty();
            settings.forEach(setting -> setting.read(config, chat));
            if (name.equals(GENERATION)) {
                ResponseFormats.read(config, chat);
            }
            untold.addAll(config.untold(name + ".", settings, Set.of()));
            if (bare || !config.isEmpty()) {
                members.mark(name, config.json());
            }
        });
    }

    static WireRequest write(ChatRequest request) {
        UploadedFiles.check(request, Gemini.NAME);
        Set<String> dropped = new LinkedHashSet<>();
        Extras extras = Gemini.extras(request.extras());
        boolean own = extras.take(CONTENTS).isPresent();
        JsonWriter out = new JsonWriter().object();
        boolean signs = SIGNED.matcher(request.model()).matches();
        ContentWriter contents = new ContentWriter(out, dropped, own, signs);
        List<Message> system = contents.system(request.messages());
        if (!system.isEmpty()) {
            extras.take(SYSTEM);
            out.name(SYSTEM);
            contents.writeSystem(system);
        }
        out.name(CONTENTS).array();
        contents.write(request.messages());
        out.endArray();
        if (!request.tools().isEmpty()) {
            extras.take(TOOLS);
            out.name(TOOLS).array();
            Tools.write(request.tools(), out, dropped);
            out.endArray();
        }
        nested(GENERATION, Settings.GENERATION, request, extras, out, dropped);
        nested(TOOL_CONFIG, Settings.TOOL, request, extras, out, dropped);
        // Gemini cannot be kept from several calls in one turn.
        if (request.parallelToolCalls().isPresent() && !request.parallelToolCalls().get()) {
            dropped.add("parallel_tool_calls");
        }
        StrictTools.drop(request, dropped);
        Spoken.dropVoice(request, Gemini.NAME, dropped);
        extras.write(out);
        Action action = request.stream() ? Action.STREAM : Action.GENERATE;
        return WireRequest.builder(Gemini.NAME, action.operation())
                .path(action.path(Gemini.NEWEST))
                .query(request.stream() ? Query.SSE : "")
                .headers(JSON)
                .body(out.endObject().bytes())
                .model(request.model())
                .stream(request.stream())
                .dropped(List.copyOf(dropped))
                .build();
    }

    private static void nested(String name, List<Setting<?>> settings, ChatRequest request, Extras extras,
            JsonWriter out, Set<String> dropped) {
        boolean bare = extras.is(name, "{}");
        Extras own = extras.nested(name);
        JsonWriter config = new JsonWriter().object();
        Setting.writeAll(settings, request, Set.of(), own, config, dropped);
        if (name.equals(GENERATION) && request.responseFormat().isPresent()
                && !ResponseFormats.write(request.responseFormat().get(), config)) {
            dropped.add("response_format");
        }
        own.write(config);
        String text = config.endObject().text();
        if (bare || !text.equals("{}")) {
            extras.take(name);
            out.rawMember(name, text);
        }
    }
}
