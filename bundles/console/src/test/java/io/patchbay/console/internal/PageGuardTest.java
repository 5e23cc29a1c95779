package io.patchbay.console.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageGuardTest {
    private final PageGuard guard = new PageGuard();

    @ParameterizedTest
    @ValueSource(strings = {"apply", "delete", "unbind"})
    void aChangeNeedsAPost(String parameter) throws Exception {
        Exchange got = new Exchange("GET", "/configMgr/pid").parameter("post", "true").parameter(parameter, "1")
                .through(guard);

        assertThat(got.status()).isEqualTo(405);
        assertThat(got.body()).isEqualTo("A change needs a POST.");
        assertThat(got.served()).isEmpty();
    }

    @Test
    void readingIsNoChange() throws Exception {
        assertThat(new Exchange("GET", "/configMgr/pid").parameter("post", "true").through(guard).served()).isPresent();
    }

    @Test
    void noPageIsShownElsewhere() throws Exception {
        Exchange got = new Exchange("GET", "/bundles").through(guard);

        assertThat(got.headers().get("Content-Security-Policy")).contains("frame-ancestors 'none'",
                "default-src 'self'");
    }

    @Test
    void whatIsWrittenIntoAScriptIsKeptAway() throws Exception {
        Exchange got = new Exchange("GET", "/configMgr").parameter("referer", "';alert(1);//")
                .parameter("pidFilter", "(a=b)").through(guard);

        assertThat(got.served().orElseThrow().getParameter("referer")).isNull();
        assertThat(got.served().orElseThrow().getParameter("pidFilter")).isEqualTo("(a=b)");
    }

    @Test
    void aRefusalIsGivenInItsOwnWords() throws Exception {
        Exchange posted = new Exchange("POST", "/configMgr/pid").through(guard, (_, _) -> {
            throw new IOException("port: expected a whole number");
        });

        assertThat(posted.status()).isEqualTo(422);
        assertThat(posted.headers()).containsEntry("Content-Type", "text/plain;charset=UTF-8");
        assertThat(posted.body()).isEqualTo("port: expected a whole number");
    }

    @Test
    void anErrorOfAPageIsGivenInItsOwnWords() throws Exception {
        Exchange posted = new Exchange("POST", "/configMgr/pid").through(guard,
                (_, response) -> response.sendError(400, "it's <b>wrong</b>"));

        assertThat(posted.status()).isEqualTo(400);
        assertThat(posted.body()).isEqualTo("it's <b>wrong</b>");
    }

    @Test
    void anErrorWithoutWordsGetsSome() throws Exception {
        Exchange posted = new Exchange("POST", "/bundles/7").through(guard, (_, response) -> response.sendError(404));

        assertThat(posted.status()).isEqualTo(404);
        assertThat(posted.body()).isEqualTo("The request failed with status 404.");
    }

    @Test
    void aDefectStaysADefect() {
        assertThatThrownBy(() -> new Exchange("POST", "/configMgr/pid").through(guard, (_, _) -> {
            throw new UnsupportedOperationException("ours");
        })).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void theFrameworkIsNotRestartedWithoutItsLauncher() throws Exception {
        Exchange posted = new Exchange("POST", "/vmstat").parameter("shutdown_type", "Restart").through(guard);

        assertThat(posted.status()).isEqualTo(409);
        assertThat(posted.served()).isEmpty();
    }
}
