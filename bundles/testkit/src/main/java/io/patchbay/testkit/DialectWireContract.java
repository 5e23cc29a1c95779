package io.patchbay.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.api.dialect.ChatCodec;
import io.patchbay.api.dialect.Glimpse;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Endpoint;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.RawRequest;
import io.patchbay.api.exchange.WireRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a dialect does with bytes, without binding them: requests and answers. */
abstract class DialectWireContract extends DialectFixture {
    /** The name is stable, lower case, with hyphens. */
    @Test
    protected void nameIsPlain() {
        assertThat(dialect().name()).matches("[a-z][a-z0-9-]*").isEqualTo(dialect().name());
    }

    /** Endpoints do not change, and every sample comes to one of them. */
    @Test
    protected void endpointsAreFixed() {
        List<Endpoint> endpoints = dialect().endpoints();

        assertThat(dialect().endpoints()).isEqualTo(endpoints).doesNotHaveDuplicates();
        assertThat(endpoints).allSatisfy(endpoint -> assertThat(endpoint.path()).startsWith("/"));
        assertThat(endpoints).containsAll(requests().stream().map(RawRequest::endpoint).toList());
    }

    /** A scan sees the model and changes nothing. */
    @Test
    protected void scanKeepsTheBytes() {
        assertThat(requests()).isNotEmpty().allSatisfy(raw -> {
            WireRequest request = dialect().scan(raw);

            assertThat(request.body()).isEqualTo(raw.body());
            assertThat(request.method()).isEqualTo(raw.endpoint().method());
            assertThat(request.operation()).isEqualTo(raw.endpoint().operation());
            assertThat(request.dialect()).isEqualTo(dialect().name());
            assertThat(request.model()).isNotEmpty();
            assertThat(request.path()).startsWith("/");
            assertThat(request.dropped()).isEmpty();
        });
    }

    /** Another model changes its name and no other byte, whatever the name. */
    @Test
    protected void withModelSplicesOnlyTheModel() {
        String marker = "zzMODELzz";
        for (RawRequest raw : requests()) {
            WireRequest request = dialect().scan(raw);
            WireRequest other = request.withModel(marker);

            assertThat(other.model()).isEqualTo(marker);
            assertThat(other.withModel(request.model()).path()).isEqualTo(request.path());
            int at = other.body().indexOf(Bytes.utf8(marker), 0);
            if (at < 0) {
                assertThat(other.body()).isEqualTo(raw.body());
                assertThat(other.path()).contains(marker);
            } else {
                int end = at + marker.length();
                int rawEnd = raw.body().size() - (other.body().size() - end);
                assertThat(other.body().slice(0, at)).isEqualTo(raw.body().slice(0, at));
                assertThat(other.body().slice(end, other.body().size()))
                        .isEqualTo(raw.body().slice(rawEnd, raw.body().size()));
                assertThat(raw.body().slice(at, rawEnd).utf8())
                        .satisfiesAnyOf(name -> assertThat(name).isEqualTo(request.model()),
                                escaped -> assertThat(escaped).contains("\\"));
            }
        }
    }

    /** Names with quotes, backslashes and control characters are written so that they are read again. */
    @Test
    protected void withModelEscapesTheName() {
        String odd = "a\"b\\c\u0001ü/d";
        for (RawRequest raw : requests()) {
            WireRequest other = dialect().scan(raw).withModel(odd);
            if (!other.body().equals(raw.body())) {
                RawRequest again = new RawRequest(raw.endpoint(), raw.pathParameters(), raw.query(), raw.headers(),
                        other.body());
                assertThat(dialect().scan(again).model()).isEqualTo(odd);
            }
        }
    }

    /** A good whole answer is seen as useful, finished, and free of errors. */
    @Test
    protected void scannerSeesAWholeAnswer() {
        assertThat(wholeAnswers()).allSatisfy(body -> {
            Glimpse glimpse = dialect().scanner(request(false)).scan(Frame.of(body));

            assertThat(glimpse.error()).isEmpty();
            assertThat(glimpse.useful()).isTrue();
            assertThat(glimpse.finish()).isPresent();
            if (dialect() instanceof ChatCodec codec) {
                assertThat(glimpse.usage().map(usage -> usage.totalTokens()))
                        .hasValue(codec.readResponse(body).usage().totalTokens());
            }
        });
    }

    /** A good stream is useful, finished, and ends with the frame that says so, not before. */
    @Test
    protected void scannerSeesAStream() {
        assertThat(streams()).isNotEmpty().allSatisfy(body -> {
            List<Glimpse> glimpses = scan(frames(body));

            assertThat(glimpses).allSatisfy(glimpse -> assertThat(glimpse.error()).isEmpty());
            assertThat(glimpses).anyMatch(Glimpse::useful).anyMatch(glimpse -> glimpse.finish().isPresent());
            assertThat(glimpses.subList(0, glimpses.size() - 1)).noneMatch(Glimpse::last);
        });
    }

    /** A stream that is cut anywhere is never taken for a complete one. */
    @Test
    protected void scannerDoesNotInventAnEnd() {
        RandomCuts cuts = new RandomCuts(SEED);
        for (Bytes body : streams()) {
            List<Frame> all = frames(body);
            List<Glimpse> whole = scan(all);
            for (int round = 0; round < ROUNDS; round++) {
                List<Frame> cut = frames(body.slice(0, cuts.place(body)));
                List<Glimpse> seen = scan(cut);
                int complete = commonFrames(all, cut);
                assertThat(seen.subList(0, complete)).as("seed " + SEED).usingRecursiveComparison()
                        .isEqualTo(whole.subList(0, complete));
                assertThat(seen.subList(complete, seen.size())).as("seed " + SEED)
                        .noneMatch(glimpse -> glimpse.last() && glimpse.error().isEmpty());
            }
        }
    }

    private static int commonFrames(List<Frame> all, List<Frame> cut) {
        int common = 0;
        while (common < cut.size() && all.get(common).bytes().equals(cut.get(common).bytes())) {
            common++;
        }
        return common;
    }
}
