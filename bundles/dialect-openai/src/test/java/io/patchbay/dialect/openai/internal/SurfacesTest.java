package io.patchbay.dialect.openai.internal;

import static io.patchbay.dialect.openai.internal.Fixtures.DIALECT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchbay.api.dialect.Glimpse;
import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Endpoint;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.Headers;
import io.patchbay.api.exchange.RawRequest;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.testkit.ServerSentEvents;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SurfacesTest {
    @ParameterizedTest
    @CsvSource({"POST, /images/generations, images", "POST, /images/edits, image-edits", "POST, /audio/speech, speech",
        "POST, /audio/transcriptions, transcriptions", "POST, /audio/translations, translations",
        "POST, /moderations, moderations"})
    void whatIsAboutAModelIsRoutedByIt(String method, String path, String operation) {
        String body = "{ \"model\" : \"m\", \"input\":\"x\", \"future\": 1.50}";

        WireRequest request = scan(method, path, "", body);

        assertThat(request.surface()).isTrue();
        assertThat(request.operation().name()).isEqualTo(operation);
        assertThat(request.path()).isEqualTo(path);
        assertThat(request.model()).isEqualTo("m");
        assertThat(request.withModel("other").body().utf8()).isEqualTo(body.replace("\"m\"", "\"other\""));
        assertThat(scan(method, path, "", "{\"input\":\"x\"}").model()).isEmpty();
        assertThat(scan(method, path, "", "{\"model\":\"m\",\"stream\":true}").stream()).isTrue();
        assertThatThrownBy(() -> scan(method, path, "", "{\"model\":7}")).hasMessageContaining("'model'");
        assertThatThrownBy(() -> scan(method, path, "", "{\"model\":\"a\",\"model\":\"b\"}"))
                .hasMessageContaining("more than once");
        assertThatThrownBy(() -> scan(method, path, "", "model=m")).isInstanceOfSatisfying(GatewayException.class,
                error -> assertThat(error.kind()).isEqualTo(ErrorKind.INVALID_REQUEST));
    }

    @Test
    void speechIsOfEventsOnlyWhereItIsAskedFor() {
        assertThat(scan("POST", "/audio/speech", "", "{\"model\":\"m\",\"stream_format\":\"sse\"}").stream()).isTrue();
        assertThat(scan("POST", "/audio/speech", "", "{\"model\":\"m\",\"stream_format\":\"audio\"}").stream())
                .isFalse();
    }

    @Test
    void aFormIsReadAsOne() {
        String form = "--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nwhisper-1\r\n--b--\r\n";

        WireRequest request = scan("POST", "/audio/transcriptions", "multipart/form-data; boundary=b", form);

        assertThat(request.model()).isEqualTo("whisper-1");
        assertThat(request.headers().first("content-type")).contains("multipart/form-data; boundary=b");
    }

    @ParameterizedTest
    @CsvSource({"POST, /files, files", "GET, /files, files", "GET, /files/{id}, files", "DELETE, /files/{id}, files",
        "GET, /files/{id}/content, files", "POST, /batches, batches", "GET, /batches, batches",
        "GET, /batches/{id}, batches", "POST, /batches/{id}/cancel, batches"})
    void whatIsAboutNoModelIsNotLookedAt(String method, String path, String operation) {
        WireRequest request = scan(method, path, "", "\u0001 any bytes");

        assertThat(request.surface()).isTrue();
        assertThat(request.operation().name()).isEqualTo(operation);
        assertThat(request.method()).isEqualTo(method);
        assertThat(request.path()).isEqualTo(path.replace("{id}", "id-1"));
        assertThat(request.query()).isEqualTo("limit=2");
        assertThat(request.model()).isEmpty();
        assertThat(request.body().utf8()).isEqualTo("\u0001 any bytes");
    }

    @Test
    void usageIsCountedWhereTheAnswerTellsIt() {
        Glimpse whole = look("/images/generations", Frame.of(Bytes.utf8("""
                {"data":[{"b64_json":"AAAA"}],"usage":{"input_tokens":5,"output_tokens":7,"total_tokens":12,
                "input_tokens_details":{"text_tokens":5}}}""")));

        assertThat(whole.useful()).isTrue();
        assertThat(whole.usage().orElseThrow().inputTokens()).isEqualTo(5);
        assertThat(whole.usage().orElseThrow().outputTokens()).isEqualTo(7);
    }

    @Test
    void whateverElseComesIsContent() {
        for (String body : new String[]{"a transcript", "{no JSON", "{\"text\":\"a\"}", "[1]"}) {
            assertThat(look("/audio/transcriptions", Frame.of(Bytes.utf8(body))).useful()).as(body).isTrue();
        }
        assertThat(look("/batches/{id}",
                Frame.of(Bytes.utf8("{\"error\":{\"message\":\"x\"},\"usage\":{\"input_tokens\":1}}"))))
                .isEqualTo(Glimpse.CONTENT);
    }

    @Test
    void anErrorInAStreamIsOne() {
        Frame event = ServerSentEvents.frames(Bytes.utf8(
                "event: error\ndata: {\"type\":\"error\",\"error\":{\"message\":\"no\",\"code\":\"rate_limit_exceeded\"}}\n\n"))
                .getFirst();

        assertThat(look("/images/generations", event).error().orElseThrow().kind()).isEqualTo(ErrorKind.RATE_LIMITED);
    }

    private static Glimpse look(String path, Frame frame) {
        String method = path.contains("{") ? "GET" : "POST";
        return DIALECT.scanner(scan(method, path, "", "{}")).scan(frame);
    }

    private static WireRequest scan(String method, String path, String contentType, String body) {
        Endpoint endpoint = DIALECT.endpoints().stream()
                .filter(each -> each.method().equals(method) && each.path().equals("/v1" + path)).findFirst()
                .orElseThrow();
        return DIALECT.scan(new RawRequest(endpoint, path.contains("{id}") ? Map.of("id", "id-1") : Map.of(), "limit=2",
                Headers.of("content-type", contentType), Bytes.utf8(body)));
    }
}
