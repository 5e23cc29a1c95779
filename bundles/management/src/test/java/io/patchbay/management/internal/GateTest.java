package io.patchbay.management.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.management.internal.HttpPlane.Answer;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Base64;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GateTest {
    private static final String TOKEN = "the-token:with-a-colon";
    private static final String BEARER = "Authorization: Bearer " + TOKEN;

    private final HttpPlane plane = new HttpPlane();

    @BeforeEach
    void start() throws Exception {
        Gate gate = new Gate(new AdminToken(TOKEN, "test"), new Throttle(3, () -> 0), Set.of("/open"),
                Set.of("gate.example"));
        plane.filter(gate).servlet(new Ok(), "/open", "/secret").start();
    }

    @AfterEach
    void stop() throws Exception {
        plane.stop();
    }

    @Test
    void withoutATokenNothingIsServedAndTheAnswerSaysWhatIsMissing() throws IOException {
        Answer answer = plane.get("/secret");
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).anyMatch(value -> value.startsWith("Bearer "))
                .anyMatch(value -> value.startsWith("Basic "));
        assertThat(answer.header("Content-Type")).containsExactly("application/json");
        assertThat(answer.header("Cache-Control")).containsExactly("no-store");
        assertThat(answer.body()).startsWith("{\"error\":{\"message\":\"The management plane needs the admin token");
    }

    @Test
    void whatIsNotThereLooksLikeWhatIs() throws IOException {
        assertThat(plane.get("/nothing").status()).isEqualTo(401);
        assertThat(plane.get("/nothing", BEARER).status()).isEqualTo(404);
    }

    @Test
    void theTokenOpens() throws IOException {
        assertThat(plane.get("/secret", BEARER).body()).isEqualTo("ok");
        assertThat(plane.get("/secret", "authorization: bearer  " + TOKEN).status()).isEqualTo(200);
        assertThat(plane.get("/secret", basic("admin:" + TOKEN)).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer", "Bearer ", "Bearer wrong", "Bearer the-token:with-a-colon2", TOKEN,
        "Digest " + TOKEN, "Basic", "Basic ???", "Basic YWRtaW4=", "Basic YWRtaW46", "Bearer the-token:with-a-colo"})
    void anythingElseDoesNot(String authorization) throws IOException {
        assertThat(plane.get("/secret", "Authorization: " + authorization).status()).isEqualTo(401);
    }

    @Test
    void basicIsForTheUserAdminAlone() throws IOException {
        assertThat(plane.get("/secret", basic("root:" + TOKEN)).status()).isEqualTo(401);
        assertThat(plane.get("/secret", basic(TOKEN)).status()).isEqualTo(401);
    }

    @Test
    void anOpenPathNeedsNoToken() throws IOException {
        assertThat(plane.get("/open").status()).isEqualTo(200);
        assertThat(plane.get("/open", "Host: anything.example").status()).isEqualTo(200);
        assertThat(plane.get("/open", "Authorization: Bearer wrong").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/open/", "/open/x", "/openx", "/OPEN", "/open/../secret", "/./secret", "/open;x/../secret",
        "/open%2f..%2fsecret", "/%6fpen/../secret", "/open//../secret", "http://127.0.0.1/secret?/open"})
    void nothingElseIsOpenHoweverThePathIsWritten(String path) throws IOException {
        assertThat(plane.get(path).status()).isIn(400, 401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.0.0.1:8081", "10.1.2.3", "[::1]:8081", "localhost", "LOCALHOST:8081",
        "app.localhost", "gate.example", "Gate.Example:8081"})
    void ourNamesAndAddressesAreServed(String host) throws IOException {
        assertThat(plane.get("/secret", "Host: " + host, BEARER).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "localhost.evil.example", "notlocalhost", "127.0.0.1.evil.example",
        "sub.gate.example"})
    void aForeignNameIsRefusedEvenWithTheToken(String host) throws IOException {
        Answer answer = plane.get("/secret", "Host: " + host, BEARER);
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body()).contains("allowedHosts");
    }

    @Test
    void guessingIsSlowedDown() throws IOException {
        for (int i = 0; i < 3; i++) {
            assertThat(plane.get("/secret", "Authorization: Bearer guess" + i).status()).isEqualTo(401);
        }
        Answer answer = plane.get("/secret", BEARER);
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.header("Retry-After")).containsExactly("60");
        assertThat(answer.body()).contains("Too many wrong admin tokens");
        assertThat(plane.get("/open").status()).isEqualTo(200);
    }

    @Test
    void aMissingTokenIsNoGuess() throws IOException {
        for (int i = 0; i < 5; i++) {
            assertThat(plane.get("/secret").status()).isEqualTo(401);
        }
        assertThat(plane.get("/secret", BEARER).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sec-Fetch-Site: same-origin", "Origin: http://127.0.0.1", "Origin: https://127.0.0.1",
        "Referer: http://127.0.0.1/system/console/bundles"})
    void aChangeByABrowserNeedsAPageOfOurs(String proof) throws IOException {
        assertThat(plane.send("POST", "/secret", new byte[0], basic("admin:" + TOKEN), proof).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"X: none", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Site: same-site",
        "Sec-Fetch-Site: none",
        "Sec-Fetch-Site: cross-site\r\nOrigin: http://127.0.0.1", "Origin: null", "Origin: http://evil.example",
        "Origin: http://127.0.0.1.evil.example", "Origin: http://127.0.0.1:9999", "Origin: ???", "Origin: 127.0.0.1",
        "Origin: http://evil.example\r\nReferer: http://127.0.0.1/", "Referer: http://evil.example/?http://127.0.0.1/"})
    void aChangeByAnyOtherPageIsRefused(String proof) throws IOException {
        for (String method : new String[]{"POST", "PUT", "DELETE", "PATCH"}) {
            Answer answer = plane.send(method, "/secret", new byte[0], basic("admin:" + TOKEN), proof);
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.body()).contains("Bearer");
        }
        assertThat(plane.get("/secret", basic("admin:" + TOKEN), proof).status()).isEqualTo(200);
    }

    @Test
    void aProgramWithABearerTokenNeedsNoProof() throws IOException {
        assertThat(plane.send("POST", "/secret", new byte[0], BEARER, "Origin: http://elsewhere.example").status())
                .isEqualTo(200);
    }

    private static String basic(String credentials) {
        return "Authorization: Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(UTF_8));
    }

    /** Answers everything. */
    private static final class Ok extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getOutputStream().print("ok");
        }
    }
}
