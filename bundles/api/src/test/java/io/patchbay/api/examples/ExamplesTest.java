package io.patchbay.api.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.patchbay.api.cache.CacheKey;
import io.patchbay.api.cache.CachedAnswer;
import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Attempt;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Caller;
import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.FrameSource;
import io.patchbay.api.exchange.Headers;
import io.patchbay.api.exchange.Key;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.Target;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.filter.Chain;
import io.patchbay.api.listen.FinishedAttempt;
import io.patchbay.api.listen.FinishedExchange;
import io.patchbay.api.model.ChatEvent;
import io.patchbay.api.model.ChatRequest;
import io.patchbay.api.model.ChatResponse;
import io.patchbay.api.model.FinishReason;
import io.patchbay.api.model.Message;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.Role;
import io.patchbay.api.model.Usage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExamplesTest {
    private static final Bytes BODY = Bytes.utf8("{\"model\":\"m\"}");

    private final Exchange exchange = Exchange.of("r-1", Caller.of("blue", List.of()), Instant.EPOCH,
            WireRequest.builder("openai-chat", Operation.CHAT).path("/chat/completions").body(BODY).model("m").build(),
            _ -> ChatRequest.builder("m").message(Message.of(Role.USER, "ping")).build());

    @Test
    void aFilterAddsAHeader() {
        Answer answer = new TeamHeader().filter(exchange, answering("hello"));

        assertThat(answer.headers().first("x-team")).contains("blue");
        assertThat(answer.whole().text()).isEqualTo("hello");
    }

    @Test
    void aFilterMasksAWordThatIsCutOverThreeFrames() {
        Answer answer =
                new MaskWord("secret").filter(exchange, _ -> stream("a se", "cre", "t, a sec", "t and a secret"));

        List<Frame> frames = drain(answer);

        assertThat(text(frames)).isEqualTo("a ******, a sect and a ******");
        assertThat(frames).hasSize(6);
    }

    @Test
    void aFilterThatMasksGivesBackWhatOnlyLookedLikeTheWord() {
        assertThat(text(drain(new MaskWord("secret").filter(exchange, _ -> stream("the se", "cre")))))
                .isEqualTo("the secre");
    }

    @Test
    void aFilterThatFindsNothingLeavesTheBytesOfAFrameAlone() {
        Frame frame = Frame.of(Bytes.utf8("as it came")).decodedBy(_ -> ChatResponse.ofText("m", "fine").events());

        Answer answer = new MaskWord("secret").filter(exchange,
                _ -> Answer.whole(200, Headers.EMPTY, FrameSource.of(List.of(frame))));

        assertThat(answer.next()).containsSame(frame);
    }

    @Test
    void aFilterMasksAWholeAnswer() {
        Answer answer = new MaskWord("secret").filter(exchange, answering("a secret"));

        assertThat(answer.whole().text()).isEqualTo("a ******");
    }

    @Test
    void aFilterAnswersFromAListAndPassesOnTheRest() {
        assertThat(new ListedAnswers(Map.of("ping", "pong")).filter(exchange, answering("else")).whole().text())
                .isEqualTo("pong");
        assertThat(new ListedAnswers(Map.of()).filter(exchange, answering("else")).whole().text()).isEqualTo("else");
    }

    @Test
    void aFilterAsksAgainWhenTheJsonIsInvalid() {
        List<String> asked = new ArrayList<>();
        Iterator<String> answers = List.of("Sure! {", "{\"ok\":true}").iterator();
        Chain chain = changed -> {
            asked.add(changed.chat().messages().getLast().text());
            return Answer.of(ChatResponse.ofText("m", answers.next()));
        };

        Answer answer = new AskAgain().filter(exchange, chain);

        assertThat(answer.whole().text()).isEqualTo("{\"ok\":true}");
        assertThat(asked).containsExactly("ping", "That was no valid JSON. Answer with JSON alone.");
    }

    @Test
    void aFilterThatLookedAtAGoodAnswerPassesItOnWhole() {
        assertThat(text(drain(new AskAgain().filter(exchange, _ -> stream("{\"a\"", ":1}"))))).isEqualTo("{\"a\":1}");
    }

    @Test
    void aCacheOnDiskFindsWhatItStored(@TempDir Path folder) {
        DiskCache cache = new DiskCache(folder);
        CacheKey key = CacheKey.of("00ff", exchange);
        CachedAnswer answer = new CachedAnswer(200, Headers.of("content-type", "text/event-stream").with("a", ""), true,
                List.of(Bytes.utf8("data: 1\n\n"), Bytes.EMPTY));

        assertThat(cache.find(key)).isEmpty();
        cache.store(key, answer);

        assertThat(cache.find(CacheKey.of("00ff", exchange))).contains(answer);
        assertThat(cache.find(CacheKey.of("00fe", exchange))).isEmpty();
    }

    @Test
    void aBalancerPutsTheCheapestFirstAndKeepsTheRoutesOrderAmongEquals() {
        Target dear = Target.of("a", "large", 1);
        Target unknown = Target.of("b", "other", 1);
        Target cheap = Target.of("c", "small", 1);
        Target unknownToo = Target.of("d", "another", 1);

        List<Target> order = new CheapestFirst(Map.of("a/large", 15.0, "c/small", 0.5))
                .order(exchange, List.of(unknown, dear, unknownToo, cheap));

        assertThat(order).containsExactly(cheap, dear, unknown, unknownToo);
    }

    @Test
    void aListenerWritesCsv() {
        StringWriter written = new StringWriter();
        FinishedAttempt attempt = new FinishedAttempt(Target.of("main", "m\"1", 1), Optional.of("k"), 200,
                Optional.empty(), Duration.ZERO, Duration.ofMillis(7), Optional.empty());

        new CsvLog(new PrintWriter(written, true)).finished(FinishedExchange.builder(exchange)
                .duration(Duration.ofMillis(12))
                .usage(Usage.of(3, 4))
                .attempts(List.of(attempt))
                .build());

        assertThat(written.toString().strip()).isEqualTo(
                "\"1970-01-01T00:00:00Z\",\"r-1\",\"blue\",\"m\",\"main/m\"\"1\",\"200\",\"12\",\"7\"");
    }

    @Test
    void aProviderSignsWhatItSends() throws IOException {
        List<String> seen = new ArrayList<>();
        HttpServer vendor = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        vendor.createContext("/v1/chat/completions", call -> {
            seen.add(call.getRequestHeaders().getFirst("x-sign"));
            seen.add(new String(call.getRequestBody().readAllBytes(), UTF_8));
            call.sendResponseHeaders(418, 3);
            call.getResponseBody().write("tea".getBytes(UTF_8));
            call.close();
        });
        vendor.start();
        String baseUrl = "http://localhost:" + vendor.getAddress().getPort() + "/v1";
        Attempt attempt = Attempt.builder(exchange, Target.of("signed", "m", 1))
                .key(Key.of("k", Map.of("salt", "s")))
                .build();
        try (Answer answer = new SignedVendor(baseUrl).send(attempt)) {
            assertThat(answer.status()).isEqualTo(418);
            assertThat(answer.next().flatMap(Frame::bytes)).contains(Bytes.utf8("tea"));
        } finally {
            vendor.stop(0);
        }
        assertThat(seen).containsExactly(SignedVendor.sign("s", BODY.toArray()), BODY.utf8());
        assertThatThrownBy(() -> new SignedVendor(baseUrl).send(attempt))
                .isInstanceOfSatisfying(GatewayException.class,
                        error -> assertThat(error.kind()).isEqualTo(ErrorKind.UPSTREAM));
    }

    private static Chain answering(String text) {
        return _ -> Answer.of(ChatResponse.ofText("m", text));
    }

    /** A stream of a frame that begins, one for each text, and one that ends. */
    private static Answer stream(String... texts) {
        List<Frame> frames = new ArrayList<>();
        frames.add(Frame.of(new ChatEvent.Start("", "m", List.of()), new ChatEvent.PartStart(0, 0, Part.Text.of(""))));
        for (String text : texts) {
            frames.add(Frame.of(new ChatEvent.TextDelta(0, text)));
        }
        frames.add(Frame.of(new ChatEvent.PartEnd(0, List.of()),
                new ChatEvent.Finish(0, FinishReason.STOP, List.of())));
        return Answer.stream(200, Headers.EMPTY, FrameSource.of(frames));
    }

    private static List<Frame> drain(Answer answer) {
        List<Frame> frames = new ArrayList<>();
        for (Optional<Frame> next = answer.next(); next.isPresent(); next = answer.next()) {
            frames.add(next.get());
        }
        return frames;
    }

    private static String text(List<Frame> frames) {
        StringBuilder text = new StringBuilder();
        frames.stream().flatMap(frame -> frame.events().stream()).forEach(event -> {
            if (event instanceof ChatEvent.TextDelta delta) {
                text.append(delta.text());
            }
        });
        return text.toString();
    }
}
