package io.patchbay.dialect.openai.internal;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.model.Candidate;
import io.patchbay.api.model.ChatResponse;
import io.patchbay.api.model.Extra;
import io.patchbay.api.model.FinishReason;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.TokenLogprob;
import io.patchbay.api.model.Usage;
import io.patchbay.dialect.json.Extras;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Logprobs;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import io.patchbay.dialect.json.Numbers;
import io.patchbay.dialect.json.Place;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Reads and writes whole answers.
 *
 * <p>What only this dialect knows of a choice's message is one extra of the candidate, named {@code message}.
 */
final class ChatResponses {
    private static final String OBJECT = "chat.completion";
    private static final String MESSAGE = "message";
    static final String LOGPROBS = "logprobs";

    private ChatResponses() {}

    static ChatResponse read(Bytes body, ErrorReader errors) {
        Members members = Members.of(body, OpenAiChat.ANSWER);
        Optional<Node> error = members.take("error");
        if (error.isPresent()) {
            throw errors.inAnswer(error.get());
        }
        String id = members.textOrEmpty("id");
        String model = members.textOrEmpty("model");
        if (members.peek("object").orElse(null) instanceof Node.Str(_, String object)
                && (object.equals(OBJECT) || object.equals(Completions.OBJECT))) {
            members.drop("object");
        }
        Usage usage = UsageCodec.take(members).orElse(Usage.NONE);
        Place place = OpenAiChat.ANSWER.member("choices");
        List<Candidate> candidates = new ArrayList<>();
        for (Node choice : members.array("choices").orElseThrow(place::missing).elements()) {
            candidates.add(candidate(choice, candidates.size(), place.element(candidates.size())));
        }
        if (candidates.isEmpty()) {
            throw place.missing();
        }
        return new ChatResponse(id, model, candidates, usage, members.extras());
    }

    private static Candidate candidate(Node node, int position, Place place) {
        Members choice = Members.of(node, place);
        if (choice.peek("index").orElse(null) instanceof Node.Num number
                && Numbers.whole(number).equals(Optional.of((long) position))) {
            choice.drop("index");
        }
        Members message = choice.object(MESSAGE).or(() -> ofText(choice))
                .orElseThrow(() -> place.member(MESSAGE).missing());
        if (message.peek("role").orElse(null) instanceof Node.Str(_, String role) && role.equals("assistant")) {
            message.drop("role");
        }
        // What is written of itself where nothing was said.
        List.of("content", "refusal").forEach(name -> dropNull(message, name));
        dropNull(choice, LOGPROBS);
        Optional<String> form = form(message);
        List<Part> parts = MessageReader.parts(message);
        parts.addAll(Speech.take(message));
        form.ifPresent(json -> message.mark("content", json));
        FinishReason finish = finish(choice, parts);
        List<TokenLogprob> logprobs = logprobs(choice);
        List<Extra> extras = choice.extras();
        extras.addAll(message.extra(MESSAGE));
        return new Candidate(parts, finish, logprobs, extras);
    }

    /** What a choice tells about its tokens, which it keeps: it may tell more in this dialect. */
    static List<TokenLogprob> logprobs(Members choice) {
        return choice.peek(LOGPROBS).orElse(null) instanceof Node.Obj told
                ? Logprobs.read(told.members().get("content"))
                : List.of();
    }

    /** What a choice tells about its tokens, as JSON. */
    static Optional<String> logprobs(List<TokenLogprob> tokens) {
        return Optional.of(tokens).filter(told -> !told.isEmpty()).map(told -> new JsonWriter().object()
                .rawMember("content", Logprobs.write(told)).rawMember("refusal", "null").endObject().text());
    }

    /** The message that stands for a legacy completion's text. */
    static Optional<Members> ofText(Members choice) {
        return choice.take("text").map(text -> new Members(
                new Node.Obj(Bytes.EMPTY, Map.of("content", text)), choice.place().member("text")));
    }

    /** Drops content that says nothing, and tells of which form content is that is not a text. */
    private static Optional<String> form(Members message) {
        return switch (message.peek("content").orElse(null)) {
            case Node.Str(_, String text) when text.isEmpty() -> {
                message.drop("content");
                yield Optional.of("\"\"");
            }
            case Node.Arr _ -> Optional.of("[]");
            case null, default -> Optional.empty();
        };
    }

    private static void dropNull(Members members, String name) {
        if (members.peek(name).orElse(null) instanceof Node.Null) {
            members.drop(name);
        }
    }

    /** Takes the reason; a word that would not be written for it is left. */
    private static FinishReason finish(Members choice, List<Part> parts) {
        if (!(choice.peek("finish_reason").orElse(null) instanceof Node.Str(_, String word))) {
            return FinishReason.OTHER;
        }
        FinishReason reason = FinishReasons.read(word, parts.stream().anyMatch(Part.ToolCall.class::isInstance));
        if (FinishReasons.write(reason).equals(word)) {
            choice.drop("finish_reason");
        }
        return reason;
    }

    /** An answer's id, or a new one: OpenAI's SDK for Node reads a stream's usage only from a chunk that has one. */
    static String id(String given) {
        return given.isEmpty() ? "chatcmpl-" + UUID.randomUUID().toString().replace("-", "") : given;
    }

    static Bytes write(ChatResponse response, InstantSource clock) {
        Extras extras = OpenAiChat.extras(response.extras());
        JsonWriter out = new JsonWriter().object()
                .member("id", id(response.id()))
                .rawMember("object", extras.take("object").orElse("\"" + OBJECT + "\""))
                .rawMember("created",
                        extras.take("created").orElseGet(() -> Long.toString(clock.instant().getEpochSecond())))
                .member("model", response.model())
                .name("choices").array();
        extras.take("id");
        extras.take("model");
        for (int i = 0; i < response.candidates().size(); i++) {
            choice(response.candidates().get(i), i, out);
        }
        out.endArray();
        if (!response.usage().equals(Usage.NONE)) {
            extras.take("usage");
            UsageCodec.write(response.usage(), out.name("usage"));
        }
        extras.write(out);
        return out.endObject().bytes();
    }

    private static void choice(Candidate candidate, int position, JsonWriter out) {
        Extras extras = OpenAiChat.extras(candidate.extras());
        out.object().rawMember("index", extras.take("index").orElse(Integer.toString(position))).name(MESSAGE).object();
        message(candidate, extras.nested(MESSAGE), out);
        out.endObject()
                .rawMember(LOGPROBS,
                        extras.take(LOGPROBS).or(() -> logprobs(candidate.logprobs())).orElse("null"))
                .rawMember("finish_reason", FinishReasons.write(candidate.finish(), extras));
        extras.write(out);
        out.endObject();
    }

    private static void message(Candidate candidate, Extras extras, JsonWriter out) {
        out.rawMember("role", extras.take("role").orElse("\"assistant\""));
        List<Part> content = new ArrayList<>();
        List<Part> calls = new ArrayList<>();
        StringBuilder refusal = new StringBuilder();
        StringBuilder reasoning = new StringBuilder();
        String reasoningName = "";
        boolean spoken = Speech.isSpoken(candidate);
        for (Part part : candidate.parts()) {
            switch (part) {
                case Part.Reasoning thought when !MessageWriter.inContent(thought) -> {
                    reasoningName = MessageWriter.reasoningName(OpenAiChat.extras(thought.extras()));
                    reasoning.append(thought.text());
                }
                case Part.Refusal words when !MessageWriter.inContent(words) -> refusal.append(words.text());
                case Part.ToolCall call -> calls.add(call);
                case Part.Text _ when spoken -> {}
                case Part.Other other when MessageWriter.isToolCall(other) -> calls.add(other);
                default -> content.add(part);
            }
        }
        content(content, extras, out);
        String noRefusal = extras.take("refusal").orElse("null");
        out.rawMember("refusal", refusal.isEmpty() ? noRefusal : JsonWriter.quoted(refusal.toString()));
        if (spoken) {
            Speech.write(candidate, out);
        }
        if (!reasoning.isEmpty()) {
            extras.take(reasoningName);
            out.member(reasoningName, reasoning.toString());
        }
        if (!calls.isEmpty()) {
            extras.take("tool_calls");
            out.name("tool_calls").array();
            calls.forEach(call -> MessageWriter.toolCall(call, candidate.finish() == FinishReason.LENGTH, out));
            out.endArray();
        }
        extras.write(out);
    }

    /** Content is a string in an answer, unless a vendor answered with an array. */
    private static void content(List<Part> parts, Extras extras, JsonWriter out) {
        String form = extras.take("content").orElse("null");
        if (form.equals("[]")) {
            out.name("content").array();
            parts.forEach(part -> ContentParts.write(part, out));
            out.endArray();
            return;
        }
        StringBuilder text = new StringBuilder();
        boolean said = false;
        for (Part part : parts) {
            if (part instanceof Part.Text block) {
                text.append(block.text());
                said = true;
            }
        }
        out.rawMember("content", said ? JsonWriter.quoted(text.toString()) : form);
    }
}
