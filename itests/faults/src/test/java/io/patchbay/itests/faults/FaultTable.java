package io.patchbay.itests.faults;

import static io.patchbay.itests.faults.Outcome.BROKEN_OFF;
import static io.patchbay.itests.faults.Outcome.FALLBACK;
import static io.patchbay.itests.faults.Outcome.FILTERED;
import static io.patchbay.itests.faults.Outcome.PRIMARY;
import static io.patchbay.itests.faults.Outcome.RESCUED;
import static io.patchbay.itests.faults.Outcome.RESTARTED;
import static io.patchbay.itests.faults.Outcome.UNTERMINATED;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.testkit.FakeUpstream;
import io.patchbay.testkit.Faults;
import io.patchbay.testkit.Gate;
import io.patchbay.testkit.Script;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/** All faults, and what is right for each. */
final class FaultTable {
    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final Ticker TICKER = new Ticker();
    private static final FakeUpstream NOT_ACCEPTING = FakeUpstream.neverAccepting();
    private static final Script GZIP_BOMB = Faults.gzipBomb(200);
    /** Where a redirect leads: nobody may ask there. */
    static final FakeUpstream ELSEWHERE = FakeUpstream.start();

    private FaultTable() {}

    static List<Fault> faults() {
        return Stream
                .of(none(), keysAndLimits(), failures(), silences(), cuts(), noAnswers(), ends(), refusals(), http())
                .flatMap(List::stream)
                .flatMap(fault -> Stream.concat(Stream.of(fault), fault.withoutFallback().stream()))
                .toList();
    }

    private static List<Fault> none() {
        return List.of(new Fault("F00", "no fault").right(PRIMARY).asked(1, 1));
    }

    private static List<Fault> keysAndLimits() {
        return List.of(
                new Fault("F01", "429, retry-after in seconds").once(in -> in.rateLimited("retry-after: 1"))
                        .right(PRIMARY).asked(2, 2).gap(1_000),
                new Fault("F01", "429, retry-after as a date")
                        .once(in -> in.rateLimited("retry-after: " + inTwoSeconds()))
                        .right(PRIMARY).asked(2, 2).gap(1_000),
                new Fault("F01", "429, retry-after-ms").once(in -> in.rateLimited("retry-after-ms: 300"))
                        .right(PRIMARY).asked(2, 2).gap(300),
                new Fault("F01", "503, retry-after in seconds").once(in -> in.error(503, "retry-after: 1"))
                        .right(PRIMARY).asked(2, 2).gap(1_000),
                new Fault("F01", "429, retry-after beyond the deadline").always(in -> in.rateLimited("retry-after: 60"))
                        .route("timeoutMs", 5_000).right(FALLBACK).asked(1, 1).within(4_000).alone(429),
                new Fault("F01", "503, retry-after beyond the deadline").always(in -> in.error(503, "retry-after: 60"))
                        .route("timeoutMs", 5_000).right(FALLBACK).asked(1, 1).within(4_000),
                new Fault("F02", "429 for ever").always(in -> in.rateLimited())
                        .right(FALLBACK).asked(1, 1).exchanges(3).alone(429),
                new Fault("F02", "429 for ever, with retry-after-ms")
                        .always(in -> in.rateLimited("retry-after-ms: 500"))
                        .right(FALLBACK).asked(1, 3).gap(500),
                new Fault("F17", "401 on one of two keys").withTheFirstKey(Faults::unauthorized)
                        .right(PRIMARY).exchanges(2).asked(3, 3),
                new Fault("F17", "403 on one of two keys").withTheFirstKey(Faults::forbidden)
                        .right(PRIMARY).exchanges(2).asked(3, 3),
                new Fault("F17", "401 on the only key").always(Faults::unauthorized)
                        .right(FALLBACK).exchanges(2).asked(1, 1).alone(502));
    }

    private static List<Fault> failures() {
        return Stream.concat(
                Stream.of(500, 502, 503, 408, 529).flatMap(status -> Stream.of(
                        new Fault(status == 500 ? "F03" : "F04", "one " + status).once(in -> in.error(status))
                                .right(PRIMARY).asked(2, 2),
                        new Fault("F04", status + " for ever").always(in -> in.error(status)).right(FALLBACK)
                                .alone(status))),
                Stream.of(
                        new Fault("F05", "one reset").once(_ -> Faults.reset()).right(PRIMARY, FALLBACK),
                        new Fault("F05", "resets for ever").always(_ -> Faults.reset()).right(FALLBACK).alone(502)
                                .asked(1, 6),
                        new Fault("F05", "refuses connections").unreachable(FakeUpstream::refusing).right(FALLBACK)
                                .alone(502),
                        new Fault("F05", "lets no connection stand").unreachable(() -> NOT_ACCEPTING)
                                .provider("connectTimeoutMs", 200).right(FALLBACK).alone(504)))
                .toList();
    }

    private static List<Fault> silences() {
        return List.of(
                new Fault("F06", "never answers").always(_ -> Faults.noAnswer())
                        .provider("headersTimeoutMs", 300).right(FALLBACK).alone(504),
                new Fault("F07", "late with the first event").always(in -> in.lateFirstEvent(new Gate())).streamed()
                        .provider("firstEventTimeoutMs", 300).right(FALLBACK).alone(504),
                new Fault("F07", "signs of life, and no event").always(in -> in.livelyStream(0, TICKER.gate()))
                        .streamed()
                        .provider("firstEventTimeoutMs", 300).right(FALLBACK).alone(504));
    }

    private static List<Fault> cuts() {
        return Stream.of(
                cut("reset", Faults::cutStream),
                cut("ended without a finish", Faults::unfinishedStream),
                cut("stalled", Faults::stalledStream))
                .flatMap(List::stream).toList();
    }

    private interface Cut {
        Script after(Faults faults, int words);
    }

    private static List<Fault> cut(String how, Cut cut) {
        String id = how.equals("stalled") ? "F09" : "F08";
        int code = how.equals("stalled") ? 504 : 502;
        return List.of(
                new Fault(id, how + " before the first word").always(in -> cut.after(in, 0)).streamed()
                        .provider("firstEventTimeoutMs", 300).right(FALLBACK).alone(code),
                late(id, how + " at 40 of 60", cut).right(RESCUED),
                late(id, how + " at 40 of 60, nobody goes on", cut).fallbackStartsOver().right(BROKEN_OFF),
                late(id, how + " at 40 of 60, started over", cut).fallbackStartsOver().route("rescue", "restart")
                        .right(RESTARTED),
                late(id, how + " at 40 of 60, no rescue", cut).route("rescue", "none").right(BROKEN_OFF));
    }

    private static Fault late(String id, String name, Cut cut) {
        return new Fault(id, name).always(in -> cut.after(in, 40)).streamed().words(60).provider("stallTimeoutMs", 300)
                .asked(1, 1);
    }

    private static List<Fault> noAnswers() {
        return List.of(
                noAnswer("an error object", Faults::errorObject),
                noAnswer("nothing", _ -> Faults.nothing()),
                noAnswer("a page", _ -> Faults.html(200)),
                new Fault("F10", "200 with a stream of no event").always(Faults::emptyStream).streamed()
                        .right(FALLBACK).alone(502),
                new Fault("F10", "an error as the first event").always(in -> in.errorEvent(0)).streamed()
                        .right(FALLBACK),
                new Fault("F10", "an error in mid-stream").always(in -> in.errorEvent(3)).streamed()
                        .right(RESCUED, BROKEN_OFF).asked(1, 1),
                new Fault("F10", "a malformed first event").always(in -> in.malformedEvent(0)).streamed()
                        .right(FALLBACK).alone(502),
                new Fault("F10", "a malformed event in mid-stream").always(in -> in.malformedEvent(3)).streamed()
                        .right(RESCUED, BROKEN_OFF).asked(1, 1));
    }

    private static Fault noAnswer(String what, Function<Faults, Script> script) {
        return new Fault("F10", "200 with " + what).always(script).right(FALLBACK).alone(502);
    }

    private static List<Fault> ends() {
        return List.of(
                new Fault("F11", "no terminator").always(Faults::noTerminator).streamed().words(3)
                        .right(PRIMARY, UNTERMINATED).asked(1, 1),
                new Fault("F11", "signs of life for ever after the finish").always(Faults::heartbeatsForEver).streamed()
                        .words(3).provider("stallTimeoutMs", 300).right(PRIMARY, UNTERMINATED).asked(1, 1));
    }

    private static List<Fault> refusals() {
        return List.of(
                new Fault("F12", "context length exceeded").always(Faults::contextLength).passedOn(400).alone(400),
                new Fault("F13", "a policy refuses the request").always(Faults::contentFilter).passedOn(400),
                new Fault("F13", "a policy ends the answer").always(in -> in.filteredStream(3)).streamed()
                        .right(FILTERED).asked(1, 1),
                new Fault("F14", "a prefill is refused").always(Faults::prefillRefused).prefilled().passedOn(400),
                new Fault("404", "not found").always(in -> in.error(404)).passedOn(404),
                new Fault("413", "too large").always(in -> in.error(413)).passedOn(413),
                new Fault("404", "not found, as a page").always(_ -> Faults.html(404)).passedOn(404),
                new Fault("400", "without a body").always(_ -> Faults.emptyError(400)).passedOn(400),
                new Fault("500", "without a body").always(_ -> Faults.emptyError(500)).right(FALLBACK).alone(500),
                new Fault("503", "as a page").always(_ -> Faults.html(503)).right(FALLBACK).alone(503),
                new Fault("307", "a redirect").always(_ -> Faults.redirect(ELSEWHERE.url() + "/v1/chat/completions"))
                        .right(FALLBACK).alone(502));
    }

    private static List<Fault> http() {
        return List.of(
                broken("headers byte by byte", _ -> Faults.slowHeaders(TICKER.gate()))
                        .provider("headersTimeoutMs", 300).alone(504),
                broken("a body byte by byte", in -> in.slowBody(TICKER.gate())).whole()
                        .provider("firstEventTimeoutMs", 300).provider("timeoutMs", 600).alone(504),
                broken("a stream byte by byte", in -> in.slowStream(3, TICKER.gate())).streamed()
                        .provider("stallTimeoutMs", 300).right(RESCUED, BROKEN_OFF).asked(1, 1),
                broken("signs of life for ever in mid-stream", in -> in.livelyStream(3, TICKER.gate())).streamed()
                        .route("timeoutMs", 1_500).within(4_000).right(RESCUED, BROKEN_OFF).asked(1, 1),
                broken("a header of 1 MB", in -> in.hugeHeader(1 << 20)).whole().alone(502),
                broken("a body without end", _ -> Faults.endlessBody()).whole().alone(502),
                broken("an event without end", _ -> Faults.endlessEvent()).streamed().alone(502),
                broken("comments without end", _ -> Script.stream()
                        .chunkForEver(Bytes.utf8(":" + "x".repeat(1 << 16) + "\n\n"))).streamed().alone(502),
                broken("a gzip bomb", _ -> GZIP_BOMB).alone(502),
                broken("less than its length", Faults::lengthTooLong).whole().alone(502),
                broken("more than its length", Faults::lengthTooShort).whole().alone(502),
                broken("length and chunks", Faults::lengthAndChunked).whole().alone(502),
                broken("a truncated chunk", _ -> Faults.truncatedChunk()).alone(502),
                broken("no HTTP", _ -> Faults.notHttp()).alone(502));
    }

    private static Fault broken(String what, Function<Faults, Script> script) {
        return new Fault("F18", what).always(script).provider("maxResponseBytes", 1_000_000)
                .provider("maxEventBytes", 1_000_000).right(FALLBACK);
    }

    private static String inTwoSeconds() {
        return HTTP_DATE.format(Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(2));
    }
}
