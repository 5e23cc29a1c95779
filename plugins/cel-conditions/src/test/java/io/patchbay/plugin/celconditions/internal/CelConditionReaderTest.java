package io.patchbay.plugin.celconditions.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Caller;
import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.exchange.Headers;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.model.ChatRequest;
import io.patchbay.api.model.Json;
import io.patchbay.api.model.Media;
import io.patchbay.api.model.Message;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.ResponseFormat;
import io.patchbay.api.model.Role;
import io.patchbay.api.model.Tool;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CelConditionReaderTest {
    /** A Saturday. */
    private static final Instant NOW = Instant.parse("2026-11-28T23:59:00Z");
    private static final CelConditionReader READER = new CelConditionReader();

    private final AtomicInteger reads = new AtomicInteger();

    @ParameterizedTest
    @ValueSource(strings = {
        "true",
        "model == 'gpt-4o' && model.startsWith('gpt-')",
        "dialect == 'openai-chat'",
        "operation == 'chat'",
        "stream",
        "headers['x-team'] == 'blue'",
        "'x-team' in headers && !('x-other' in headers)",
        "has(headers.accept) && headers.accept == 'a, b'",
        "caller in ['app', 'web']",
        "size == 5 && size < 5.5",
        "hour == 23",
        "weekday == 6 && weekday >= 6",
        "now > timestamp('2026-11-28T00:00:00Z') && now.getFullYear() == 2026",
        "model.matches('gpt-[0-9]o') || headers['none'] == ''"})
    void holdsForARequestThatIsMeant(String expression) {
        assertThat(holds(expression, exchange(ChatRequest.builder("gpt-4o").build()))).isTrue();
        assertThat(reads).as("nothing of this is in the body").hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "model == 'gpt-4'", "!stream", "hour < 23", "headers['x-team'] != 'blue'", "tools",
        "vision", "json"})
    void holdsNotForOthers(String expression) {
        assertThat(holds(expression, exchange(ChatRequest.builder("gpt-4o").build()))).isFalse();
    }

    @Test
    void tellsWhatARequestAsksForAndReadsItOnce() {
        Message picture = Message.of(Role.USER,
                new Part.Image(new Media("image/png", new Media.Url("https://example.org/a")), List.of()));
        Message inResult = Message.of(Role.TOOL, new Part.ToolResult("1", "look", picture.parts(), false, List.of()));
        Tool tool = new Tool.Function("look", "", Json.EMPTY_OBJECT, List.of());
        ChatRequest all = ChatRequest.builder("m").message(inResult).tools(List.of(tool))
                .responseFormat(new ResponseFormat.JsonObject()).build();

        assertThat(holds("tools && vision && json && (tools || json)", exchange(all))).isTrue();
        assertThat(reads).hasValue(1);
        assertThat(holds("vision", exchange(ChatRequest.builder("m").message(picture).build()))).isTrue();
        assertThat(holds("json", exchange(ChatRequest.builder("m").responseFormat(new ResponseFormat.Text()).build())))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', textBlock = """
            en, Fix this please: my loop never ends when the list is empty.
            de, "Fasse den folgenden Text in drei Stichpunkten zusammen, bitte."
            fr, "Résume le texte suivant en trois points, s'il te plaît."
            es, "Resume el siguiente texto en tres puntos para un público de directivos, por favor."
            nb, "Kan du oppsummere følgende tekst i tre punkter for ledere, er du snill?"
            ru, "Кратко изложи следующий текст в трёх пунктах для руководителей, пожалуйста."
            zh, 请用三个要点总结以下文本，面向高管受众。不要超过一百个字，并且使用正式的语气。谢谢你的帮助。
            ja, 次の文章を経営者向けに三つの要点で要約してください。
            "", ok
            "", 12345 + 3 = ?
            "", "if err != nil { return nil, err }"
            "", https://example.com/a/b?c=d
            "", ""
            """)
    void tellsTheLanguageWhereItIsClear(String language, String text) {
        ChatRequest chat = ChatRequest.builder("m").message(Message.of(Role.USER, text)).build();

        assertThat(holds("language == '" + language + "'", exchange(chat))).as(text).isTrue();
    }

    @Test
    void theLanguageIsThatOfWhatTheUserSaidLastAndOfItsBeginning() {
        String german = "Schreibe mir bitte ein kurzes Gedicht über den Herbst. ";
        ChatRequest chat = ChatRequest.builder("m")
                .message(Message.of(Role.SYSTEM, "You are a helpful assistant that writes poems."))
                .message(Message.of(Role.USER, "Please introduce yourself before we begin with the work."))
                .message(Message.of(Role.USER, german.repeat(40) + "This is far behind. ".repeat(10_000)))
                .message(Message.of(Role.ASSISTANT, "I am glad to write a poem about the autumn for you."))
                .build();
        Exchange exchange = exchange(chat);

        assertThat(holds("language == 'de'", exchange)).isTrue();
        assertThat(holds("language in ['de', 'fr']", exchange)).isTrue();
        assertThat(holds("language == 'de'", exchange.withChat(chat.toBuilder()
                .messages(List.of(Message.of(Role.USER, "A filter put this long sentence in its place."))).build())))
                .as("what was found is not taken for that of another text").isFalse();
        assertThat(reads).hasValue(1);
    }

    @Test
    void whatIsReadOnlyWhereItDecidesIsNotRead() {
        assertThat(holds("model == 'other' && (tools || language == 'de')",
                exchange(ChatRequest.builder("m").build()))).isFalse();
        assertThat(reads).hasValue(0);
    }

    @Test
    void aBodyThatIsNoChatOrIsWrongAsksForNothing() {
        WireRequest embeddings = WireRequest.builder("openai-chat", Operation.EMBEDDINGS).model("m").build();
        assertThat(holds("!tools && !vision && !json && language == '' && operation == 'embeddings'",
                Exchange.of("id", Caller.ANONYMOUS, NOW, embeddings, _ -> {
                    throw new AssertionError("it is no chat");
                }))).isTrue();
        WireRequest chat = WireRequest.builder("openai-chat", Operation.CHAT).model("m").build();
        assertThat(holds("tools", Exchange.of("id", Caller.ANONYMOUS, NOW, chat, _ -> {
            throw new GatewayException(ErrorKind.INVALID_REQUEST, "wrong");
        }))).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
        "modle == 'x'             | line 1, column 1: undeclared reference to 'modle'",
        "model == 1               | line 1, column 7: found no matching overload",
        "size                     | line 1, column 1: expected type 'bool' but found 'int'",
        "stream &&                | line 1, column 10: ",
        "model.what()             | line 1, column 11: undeclared reference to 'what'"})
    void saysWhatIsWrongAndWhere(String expression, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> READER.read(expression))
                .withMessageStartingWith(message).withMessageNotContaining("\n");
    }

    @Test
    void boundsWhatAnExpressionMayCost() {
        assertThatIllegalArgumentException().isThrownBy(() -> READER.read("true || ".repeat(2_000) + "true"));
        assertThatIllegalArgumentException().isThrownBy(() -> READER.read("(".repeat(200) + "true" + ")".repeat(200)));
        String ten = "[0,1,2,3,4,5,6,7,8,9]";
        String loops = ten + ".all(a, " + ten + ".all(b, " + ten + ".all(c, " + ten + ".all(d, true))))";
        assertThatIllegalStateException().isThrownBy(() -> holds(loops, exchange(ChatRequest.builder("m").build())));
    }

    @Test
    void whatCannotBeToldSaysWhy() {
        assertThatIllegalStateException()
                .isThrownBy(() -> holds("headers['none'] == 'x'", exchange(ChatRequest.builder("m").build())))
                .withMessageContaining("none");
    }

    private static boolean holds(String expression, Exchange exchange) {
        return READER.read(expression).holds(exchange, NOW);
    }

    private Exchange exchange(ChatRequest chat) {
        WireRequest request = WireRequest.builder("openai-chat", Operation.CHAT).model(chat.model()).stream(true)
                .headers(Headers.builder().add("X-Team", "blue").add("Accept", "a").add("accept", "b").build())
                .body(Bytes.utf8("12345")).build();
        return Exchange.of("id", Caller.of("app", List.of()), NOW, request, _ -> {
            reads.incrementAndGet();
            return chat;
        });
    }
}
