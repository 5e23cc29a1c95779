package io.patchbay.dialect.openai.internal;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Headers;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.model.ChatRequest;
import io.patchbay.api.model.Extra;
import io.patchbay.api.model.Message;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.Role;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.Numbers;
import io.patchbay.dialect.json.Setting;
import io.patchbay.dialect.json.SettingTypes;
import io.patchbay.dialect.json.Unportable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads and writes requests for completions. The prompt is a user's message, of a text for each prompt.
 *
 * <p>What the dialects of chat and completions both have is kept as an extra of chat's, so that it goes there; what chat has
 * not, or has in another form, as one of this dialect's.
 */
final class CompletionRequests {
    private static final String PROMPT = "prompt";
    private static final String LOGPROBS = "logprobs";
    private static final List<String> OWN =
            List.of("echo", "suffix", "best_of", LOGPROBS, "stream", "stream_options");
    private static final List<String> OTHERWISE_IN_CHAT = List.of("stream", "stream_options");
    private static final Set<String> BEARABLE = Set.of("null", "false", "\"\"", "1");

    /** Chat's, but for the first, which has an older name here, and those about log probabilities, which are one. */
    private static final List<Setting<?>> SETTINGS = Stream.concat(
            Stream.of(SettingTypes.whole("max_tokens", ChatRequest::maxOutputTokens,
                    ChatRequest.Builder::maxOutputTokens)),
            Settings.ALL.stream().skip(1).filter(setting -> !setting.names().getFirst().endsWith(LOGPROBS)))
            .toList();

    private CompletionRequests() {}

    static ChatRequest read(Bytes body) {
        Members members = Members.of(body, OpenAiChat.REQUEST);
        ChatRequest.Builder request = ChatRequest.builder(members.requiredText("model"));
        request.stream(members.peek("stream").orElse(null) instanceof Node.Bool bool && bool.value());
        Node prompt = members.take(PROMPT).orElseThrow(() -> members.place().member(PROMPT).missing());
        List<Part> texts = texts(prompt).stream().<Part>map(Part.Text::of).toList();
        request.message(new Message(Role.USER, texts, List.of()));
        List<Extra> extras = new ArrayList<>();
        if (!(prompt instanceof Node.Str)) {
            extras.add(extra(PROMPT, prompt));
        }
        for (String name : OWN) {
            members.peek(name).ifPresent(node -> extras.add(extra(name, node)));
            members.drop(name);
        }
        Extras own = extras(extras);
        own.take(LOGPROBS).map(Extras::node).ifPresent(count -> logprobs(count, request));
        SETTINGS.forEach(setting -> setting.read(members, request));
        extras.addAll(members.extras());
        return request.extras(extras).untold(members.untold("", SETTINGS, Set.of())).build();
    }

    /** A count of alternatives is a wish for log probabilities. */
    private static void logprobs(Node count, ChatRequest.Builder request) {
        if (count instanceof Node.Num number) {
            int alternatives = Numbers.whole(number).orElse(0L).intValue();
            request.logprobs(true);
            if (alternatives > 0) {
                request.topLogprobs(alternatives);
            }
        }
    }

    /** The texts of a prompt; none where it is of tokens. */
    private static List<String> texts(Node prompt) {
        List<Node> prompts = prompt instanceof Node.Arr array ? array.elements() : List.of(prompt);
        List<String> texts = prompts.stream()
                .flatMap(node -> node instanceof Node.Str(_, String text) ? Stream.of(text) : Stream.empty()).toList();
        return texts.size() == prompts.size() ? texts : List.of();
    }

    /** A chat answers one prompt, and neither repeats it, nor fills a gap, nor chooses the best of several answers. */
    static void checkPortable(ChatRequest request) {
        Extras own = extras(request.extras());
        if (own.take(PROMPT).filter(form -> texts(Extras.node(form)).size() != 1).isPresent()) {
            throw refusal(PROMPT, "Several prompts, or one of tokens, are");
        }
        for (String name : List.of("echo", "suffix", "best_of")) {
            if (own.take(name).filter(form -> !BEARABLE.contains(form)).isPresent()) {
                throw refusal(name, "'" + name + "' is");
            }
        }
    }

    private static GatewayException refusal(String param, String what) {
        return Unportable.error(what, param, OpenAiCompletions.NAME, "is asked in a chat.");
    }

    static WireRequest write(ChatRequest request) {
        Extras own = extras(request.extras());
        Extras chat = OpenAiChat.extras(request.extras());
        OTHERWISE_IN_CHAT.forEach(chat::take);
        JsonWriter out = new JsonWriter().object().member("model", request.model());
        int modelEnd = out.bytes().size() - 1;
        ChatRequests.stream(request, own, out);
        prompt(request, own, out);
        SETTINGS.forEach(setting -> setting.write(request, chat, out));
        if (request.logprobs().orElse(false) && !own.has(LOGPROBS)) {
            out.member(LOGPROBS, request.topLogprobs().orElse(0));
        }
        own.write(out);
        chat.write(out);
        return WireRequest.builder(OpenAiCompletions.NAME, Operation.CHAT)
                .path(OpenAiCompletions.PATH)
                .headers(Headers.of("content-type", "application/json"))
                .body(out.endObject().bytes())
                .model(request.model())
                .modelAt(ChatRequests.BEFORE_MODEL.length(), modelEnd)
                .stream(request.stream())
                .dropped(request.tools().isEmpty() ? List.of() : List.of("tools"))
                .build();
    }

    /** The prompt in the form that it came in, if it still says the same; several prompts are an array, one is a text. */
    private static void prompt(ChatRequest request, Extras own, JsonWriter out) {
        List<String> texts = promptOf(request);
        Optional<Node> form = own.take(PROMPT).map(Extras::node);
        if (form.filter(node -> texts(node).equals(texts)).isPresent()) {
            out.rawMember(PROMPT, form.get().json().text());
        } else if (form.isPresent()) {
            texts.forEach(out.name(PROMPT).array()::string);
            out.endArray();
        } else {
            out.member(PROMPT, String.join("", texts));
        }
    }

    private static List<String> promptOf(ChatRequest request) {
        List<Message> messages = request.messages();
        boolean one = messages.size() == 1 && messages.getFirst().role().equals(Role.USER)
                && messages.getFirst().parts().stream().allMatch(Part.Text.class::isInstance);
        if (!one) {
            throw new GatewayException(ErrorKind.INVALID_REQUEST, "The provider of this model speaks "
                    + OpenAiCompletions.NAME + ": it takes one message of a user's text, and no conversation.")
                    .withParam("messages").withCode("unsupported_parameter");
        }
        return messages.getFirst().parts().stream().map(part -> ((Part.Text) part).text()).toList();
    }

    private static Extras extras(List<Extra> extras) {
        return new Extras(OpenAiCompletions.NAME, extras);
    }

    private static Extra extra(String name, Node value) {
        return Extras.of(OpenAiCompletions.NAME, name, value.json().text());
    }
}
