package io.patchbay.itests.product;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.testkit.FakeUpstream;
import io.patchbay.testkit.Faults;
import io.patchbay.testkit.Gate;
import io.patchbay.testkit.OpenAiChat;
import io.patchbay.testkit.Script;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever an upstream does: the client gets another target's answer, or an error in OpenAI's schema, in bounded time; an
 * answer that is cut never looks complete; and nothing is left behind.
 */
class UpstreamGarbageIT {
    /** All time limits of the provider are shorter. */
    private static final Duration LIMIT = Duration.ofSeconds(10);
    /** 150 where all goes well. */
    private static final long MOST_RESIDENT_MEGABYTES = 300;
    /** Connections that are kept alive on both sides for the next request. */
    private static final int KEPT_SOCKETS = 8;

    private static final FakeUpstream BAD = FakeUpstream.start();
    private static final FakeUpstream GOOD = FakeUpstream.start()
            .otherwise(request -> request.body().utf8().contains("\"stream\":true")
                    ? Script.events(OpenAiChat.events(4))
                    : Script.json(200, OpenAiChat.answer(4).utf8()));

    @RegisterExtension
    static final Gateway GATEWAY = Gateway.with("""
            io.patchbay.provider.openai~bad: { baseUrl: "%s", headersTimeoutMs: 700, firstEventTimeoutMs: 700,
              stallTimeoutMs: 700, timeoutMs: 2000, maxResponseBytes: 1000000, maxEventBytes: 1000000 }
            io.patchbay.provider.openai~good: { baseUrl: "%s" }
            io.patchbay.route~alone: { model: "alone", targets: ["bad/m"], retries: 0 }
            io.patchbay.route~spared: { model: "spared", targets: ["bad/m"], fallbacks: ["good/m"], retries: 0 }
            """.formatted(BAD.url(), GOOD.url()));

    private static Footprint before;

    @BeforeAll
    static void measure() {
        assertThat(GATEWAY.client().chat("good/m").statusCode()).isEqualTo(200);
        before = Footprint.of(GATEWAY.process().pid());
    }

    @AfterAll
    static void nothingIsLeft() {
        await().atMost(LIMIT).untilAsserted(() -> {
            assertThat(GATEWAY.metrics().sum("patchbay_requests_in_flight")).isZero();
            assertThat(GATEWAY.metrics().sum("patchbay_open_streams")).isZero();
            assertThat(Footprint.of(GATEWAY.process().pid()).sockets())
                    .isLessThanOrEqualTo(before.sockets() + KEPT_SOCKETS);
        });
        Footprint after = Footprint.of(GATEWAY.process().pid());
        System.out.printf("garbage from upstreams: before %s, after %s%n", before, after);
        assertThat(after.residentMegabytes()).isLessThan(MOST_RESIDENT_MEGABYTES);
        BAD.close();
        GOOD.close();
    }

    @AfterEach
    void nobodyElseIsAffected() {
        assertThat(GATEWAY.client().chat("good/m").statusCode()).isEqualTo(200);
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of("F01 rate limit", false, 429, Faults.OPENAI_CHAT.rateLimited("retry-after: 60")),
                Arguments.of("F03 500", false, 500, Faults.OPENAI_CHAT.error(500)),
                Arguments.of("F04 503", false, 503, Faults.OPENAI_CHAT.error(503)),
                Arguments.of("F04 529", false, 529, Faults.OPENAI_CHAT.error(529)),
                Arguments.of("F05 reset", false, 502, Faults.reset()),
                Arguments.of("F06 no answer", false, 504, Faults.noAnswer()),
                Arguments.of("F07 late first event", true, 504, Faults.OPENAI_CHAT.lateFirstEvent(new Gate())),
                Arguments.of("F07 comments without end, and no event", true, 502,
                        Script.stream().chunkForEver(Bytes.utf8(":" + "x".repeat(1 << 16) + "\n\n"))),
                Arguments.of("F08 cut before the first word", true, 502, Faults.OPENAI_CHAT.cutStream(0)),
                Arguments.of("F08 ended before the first word", true, 502, Faults.OPENAI_CHAT.unfinishedStream(0)),
                Arguments.of("F09 stalled before the first word", true, 504, Faults.OPENAI_CHAT.stalledStream(0)),
                Arguments.of("F10 malformed first event", true, 502, Faults.OPENAI_CHAT.malformedEvent(0)),
                Arguments.of("F10 error as first event", true, 502, Faults.OPENAI_CHAT.errorEvent(0)),
                Arguments.of("F10 200 with an error", false, 502, Faults.OPENAI_CHAT.errorObject()),
                Arguments.of("F10 200 with an error, streamed", true, 502, Faults.OPENAI_CHAT.errorObject()),
                Arguments.of("F10 200 with nothing", false, 502, Faults.nothing()),
                Arguments.of("F10 stream without an event", true, 502, Faults.OPENAI_CHAT.emptyStream()),
                Arguments.of("F10 200 with a page", false, 502, Faults.html(200)),
                Arguments.of("F10 200 with a page, streamed", true, 502, Faults.html(200)),
                Arguments.of("a page for an error", false, 502, Faults.html(502)),
                Arguments.of("an error without a body", false, 500, Faults.emptyError(500)),
                Arguments.of("F18 slow headers", false, 504, Faults.slowHeaders(new Gate())),
                Arguments.of("F18 slow body", false, 504, Faults.OPENAI_CHAT.slowBody(new Gate())),
                Arguments.of("F18 huge header", false, 502, Faults.OPENAI_CHAT.hugeHeader(1 << 20)),
                Arguments.of("F18 endless body", false, 502, Faults.endlessBody()),
                Arguments.of("F18 endless event", true, 502, Faults.endlessEvent()),
                Arguments.of("F18 gzip bomb", false, 502, Faults.gzipBomb(200)),
                Arguments.of("F18 length too long", false, 502, Faults.OPENAI_CHAT.lengthTooLong()),
                Arguments.of("F18 length too short", false, 502, Faults.OPENAI_CHAT.lengthTooShort()),
                Arguments.of("F18 length and chunked", false, 502, Faults.OPENAI_CHAT.lengthAndChunked()),
                Arguments.of("F18 truncated chunk", false, 502, Faults.truncatedChunk()),
                Arguments.of("no HTTP", false, 502, Faults.notHttp()),
                Arguments.of("a redirect", false, 502, Faults.redirect(GOOD.url())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void aFailureIsAnErrorOrAnothersAnswer(String name, boolean stream, int status, Script script) {
        BAD.otherwise(script);
        long sent = System.nanoTime();

        OpenAiError error = OpenAiError.of(ask("alone", stream));

        assertThat(error.status()).isEqualTo(status);
        HttpResponse<String> spared = ask("spared", stream);
        assertThat(spared.statusCode()).as(spared.body()).isEqualTo(200);
        assertThat(spared.headers().firstValue("x-patchbay-provider")).hasValue("good");
        assertThat(spared.body()).contains("w1é");
        assertThat(Duration.ofNanos(System.nanoTime() - sent)).isLessThan(LIMIT);
    }

    static Stream<Arguments> errorsOfTheRequest() {
        return Stream.of(Arguments.of("F12 context length", Faults.OPENAI_CHAT.contextLength()),
                Arguments.of("F13 content filter", Faults.OPENAI_CHAT.contentFilter()),
                Arguments.of("F14 prefill refused", Faults.OPENAI_CHAT.prefillRefused()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("errorsOfTheRequest")
    void anErrorOfTheRequestIsToldAndNotRoutedAround(String name, Script script) {
        BAD.otherwise(script);
        for (String model : new String[]{"alone", "spared"}) {
            assertThat(OpenAiError.of(ask(model, false)).status()).isEqualTo(400);
        }
    }

    static Stream<Arguments> cuts() {
        return Stream.of(Arguments.of("F08 cut", Faults.OPENAI_CHAT.cutStream(3)),
                Arguments.of("F08 ended without a finish", Faults.OPENAI_CHAT.unfinishedStream(3)),
                Arguments.of("F09 stalled", Faults.OPENAI_CHAT.stalledStream(3)),
                Arguments.of("F10 malformed event", Faults.OPENAI_CHAT.malformedEvent(3)),
                Arguments.of("F10 error event", Faults.OPENAI_CHAT.errorEvent(3)),
                Arguments.of("F18 endless event", Script.stream().chunks(OpenAiChat.words(3))
                        .chunk("data: ").chunkForEver(Bytes.utf8("x".repeat(1 << 16)))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cuts")
    void aCutStreamNeverLooksComplete(String name, Script script) {
        BAD.otherwise(script);

        String received = streamed("alone");

        assertThat(received).contains("w3é").doesNotContain("[DONE]").doesNotContain("\"finish_reason\":\"stop\"");
        assertThat(received.strip().lines().toList().getLast()).startsWith("data: {\"error\":{\"message\":");
    }

    static Stream<Arguments> ends() {
        return Stream.of(Arguments.of("F11 no terminator", Faults.OPENAI_CHAT.noTerminator()),
                Arguments.of("F11 heartbeats for ever", Faults.OPENAI_CHAT.heartbeatsForEver()),
                Arguments.of("F13 filtered", Faults.OPENAI_CHAT.filteredStream(3)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ends")
    void aFinishedStreamEndsProperly(String name, Script script) {
        BAD.otherwise(script);

        String said = streamed("alone").lines().filter(line -> !line.startsWith(":")).collect(Collectors.joining("\n"));

        assertThat(said).contains("w3é").contains("\"finish_reason\":\"").doesNotContain("\"error\"");
    }

    private static HttpResponse<String> ask(String model, boolean stream) {
        return GATEWAY.client().post(Client.CHAT, Client.body(model, stream));
    }

    private static String streamed(String model) {
        try (InputStream stream = GATEWAY.client().stream(model).body()) {
            return new String(stream.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
