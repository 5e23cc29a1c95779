package io.patchbay.dialect.openai.internal;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.FrameDecoder;
import io.patchbay.api.model.ChatEvent;
import io.patchbay.api.model.Extra;
import io.patchbay.api.model.FinishReason;
import io.patchbay.api.model.Json;
import io.patchbay.dialect.json.JsonReader;
import io.patchbay.dialect.json.JsonWriter;
import io.patchbay.dialect.json.Members;
import io.patchbay.dialect.json.Node;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the chunks of a stream into events.
 *
 * <p>What an event has no place for (log probabilities, a vendor's own members) follows in a {@link ChatEvent.Other} that
 * is a chunk of just that; what every chunk repeats is said once, in the {@link ChatEvent.Start}.
 */
final class ChunkDecoder implements FrameDecoder {
    /** OpenAI's, Mistral's and Copilot's padding against guessing from an event's length: it says nothing. */
    private static final List<String> PADDING = List.of("obfuscation", "p", "padding");

    private final ErrorReader errors;
    private final PartNumbers numbers = new PartNumbers();
    private final Map<Integer, OpenCandidate> candidates = new HashMap<>();
    private final Map<String, String> head = new LinkedHashMap<>();
    private boolean started;

    ChunkDecoder(ErrorReader errors) {
        this.errors = errors;
    }

    @Override
    public List<ChatEvent> decode(Frame frame) {
        Bytes data = frame.data();
        if (AnswerScanner.isWhole(frame)) {
            return ChatResponses.read(data, errors).events();
        }
        if (data.isEmpty() || AnswerScanner.isDone(data)) {
            return List.of();
        }
        Node node = read(data);
        if (frame.type().equals("error")) {
            return List.of(new ChatEvent.Failure(errors.inAnswer(node)));
        }
        Members chunk = Members.of(node, OpenAiChat.ANSWER).withoutNulls();
        Optional<Node> error = chunk.take("error");
        if (error.isPresent()) {
            return List.of(new ChatEvent.Failure(errors.inAnswer(error.get())));
        }
        List<ChatEvent> events = new ArrayList<>();
        chunk(chunk, events);
        return events;
    }

    private static Node read(Bytes data) {
        try {
            return JsonReader.read(data);
        } catch (IOException e) {
            throw new GatewayException(ErrorKind.UPSTREAM, "The upstream sent an event that is not valid JSON.", e);
        }
    }

    private void chunk(Members chunk, List<ChatEvent> events) {
        String id = chunk.text("id").orElse("");
        String model = chunk.text("model").orElse("");
        chunk.drop("object");
        PADDING.forEach(chunk::drop);
        Optional<ChatEvent> usage = UsageCodec.take(chunk).map(ChatEvent.UsageReport::new);
        List<Node> choices = chunk.array("choices").map(Node.Arr::elements).orElse(List.of());
        if (started) {
            chunk.left().entrySet()
                    .removeIf(member -> member.getValue().json().text().equals(head.get(member.getKey())));
        } else {
            chunk.left().forEach((name, value) -> head.put(name, value.json().text()));
            chunk.left().clear();
            // Azure and Copilot begin with the verdict on the prompt, in a chunk without id or choices.
            if (id.isEmpty() && choices.isEmpty()) {
                return;
            }
            started = true;
            List<Extra> extras = new ArrayList<>();
            head.forEach((name, json) -> extras.add(OpenAiChat.extra(name, json)));
            events.add(new ChatEvent.Start(id, model, extras));
        }
        List<String> rest = new ArrayList<>();
        List<ChatEvent> finishes = new ArrayList<>();
        for (Node choice : choices) {
            choice(choice, events, finishes, rest);
        }
        rest(chunk, rest).ifPresent(events::add);
        usage.ifPresent(events::add);
        events.addAll(finishes);
    }

    private void choice(Node node, List<ChatEvent> events, List<ChatEvent> finishes, List<String> rest) {
        Members choice = Members.of(node, OpenAiChat.ANSWER.member("choices")).withoutNulls();
        int number = (int) choice.count("index");
        OpenCandidate candidate = candidates.computeIfAbsent(number, index -> new OpenCandidate(index, numbers));
        // Perplexity repeats the whole message so far beside the delta.
        Optional<Members> message = choice.object("message");
        Optional<Members> delta = choice.object("delta").or(() -> message)
                .or(() -> ChatResponses.ofText(choice)).map(Members::withoutNulls);
        delta.ifPresent(members -> {
            PADDING.forEach(members::drop);
            candidate.delta(members, events);
        });
        List<Extra> extras = List.of();
        candidate.logprobs().addAll(ChatResponses.logprobs(choice));
        Optional<String> word = choice.text("finish_reason").filter(text -> !text.isEmpty());
        if (word.isPresent() && !candidate.finished()) {
            Optional<GatewayException> failure = FinishReasons.failure(word.get());
            if (failure.isPresent()) {
                finishes.add(new ChatEvent.Failure(failure.get()));
                return;
            }
            FinishReason reason = FinishReasons.read(word.get(), candidate.called());
            if (!FinishReasons.write(reason).equals(word.get())) {
                choice.mark("finish_reason", JsonWriter.quoted(word.get()));
            }
            extras = choice.extras();
            choice.left().clear();
            candidate.finish(events);
            finishes.add(new ChatEvent.Finish(number, reason, candidate.logprobs(), extras));
        }
        String said = delta.filter(members -> !members.isEmpty()).map(Members::json).orElse("");
        if (!said.isEmpty() || !choice.isEmpty()) {
            JsonWriter out = new JsonWriter().object().member("index", number)
                    .rawMember("delta", said.isEmpty() ? "{}" : said);
            choice.left().forEach((name, value) -> out.rawMember(name, value.json().text()));
            rest.add(out.endObject().text());
        }
    }

    /** What is left of a chunk, as an event. */
    private static Optional<ChatEvent> rest(Members chunk, List<String> choices) {
        if (chunk.isEmpty() && choices.isEmpty()) {
            return Optional.empty();
        }
        JsonWriter out = new JsonWriter().object().name("choices").array();
        choices.forEach(out::raw);
        out.endArray();
        chunk.left().forEach((name, value) -> out.rawMember(name, value.json().text()));
        return Optional.of(new ChatEvent.Other(OpenAiChat.NAME, new Json(out.endObject().text())));
    }
}
