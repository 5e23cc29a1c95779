package io.patchbay.dialect.openai.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.testkit.RandomCuts;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormScanTest {
    private static final String TYPE = "multipart/form-data; boundary=xyz";
    /** A file with bytes that are no text, the boundary's beginning among them. */
    private static final String FILE = """
            --xyz
            Content-Disposition: form-data; name="file"; filename="a; name=\\"model\\".wav"
            Content-Type: audio/wav

            \u00ff\u0000\u0001--xyz
            --xy
            """;
    private static final String MODEL = """
            --xyz
            Content-Disposition: form-data; name="model"
            Content-Length: 9

            whisper-1
            """;
    private static final String STREAM = """
            --xyz
            content-disposition:form-data;name=stream

            true
            """;
    private static final String END = "--xyz--\n";

    @Test
    void findsModelAndStreamWhereverTheyStand() {
        for (String form : new String[]{FILE + MODEL + STREAM + END, MODEL + STREAM + FILE + END}) {
            WireRequest request = scan(TYPE, form);

            assertThat(request.model()).isEqualTo("whisper-1");
            assertThat(request.stream()).isTrue();
            assertThat(request.body()).isEqualTo(bytes(form));
        }
    }

    @Test
    void anotherModelChangesNoOtherByte() {
        WireRequest other = scan(TYPE, FILE + MODEL + END).withModel("lab/whisper");

        assertThat(other.body()).isEqualTo(bytes(FILE + MODEL.replace("whisper-1", "lab/whisper") + END));
    }

    @ParameterizedTest
    @ValueSource(strings = {"filename=\"Gr\u00fc\u00dfe \u4f60.wav\"", "filename=\"a \\\"b\\\".wav\"",
        "filename=\"a %22b%22.wav\"",
        "filename*=UTF-8''Gr%C3%BC%C3%9Fe.wav", "filename=\"Gruesse.wav\"; filename*=UTF-8''Gr%C3%BC%C3%9Fe.wav",
        "filename*0=\"Gr\"; filename*1=\"uesse.wav\"", "filename*0*=UTF-8''Gr%C3%BC; filename*1=\"sse.wav\"",
        "filename=C:\\files\\a.wav"})
    void namesOfFilesAreKept(String name) {
        String file = FILE.replaceFirst("filename=.*", Matcher.quoteReplacement(name));
        Bytes form = Bytes.utf8((file + MODEL + END).replace("\n", "\r\n"));
        WireRequest request = FormScan.scan(builder(), TYPE, form);

        assertThat(request.withModel("lab/whisper").body().utf8()).contains(name).contains("lab/whisper");
        assertThat(request.model()).isEqualTo("whisper-1");
    }

    @Test
    void neitherModelNorStreamNeedBeThere() {
        WireRequest request = scan(TYPE, FILE + END);

        assertThat(request.model()).isEmpty();
        assertThat(request.stream()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"multipart/form-data; boundary=\"xyz\"", "Multipart/Form-Data;charset=utf-8;Boundary=xyz"})
    void theBoundaryIsReadInAnyForm(String type) {
        assertThat(scan(type, MODEL + END).model()).isEqualTo("whisper-1");
    }

    @Test
    void whatStandsThereTwiceIsRefused() {
        assertInvalid(MODEL + FILE + MODEL + END, "more than once");
        assertInvalid(STREAM + STREAM + END, "more than once");
        assertInvalid("--xyz\nContent-Disposition: form-data; name=\"x\"; name=\"model\"\n\nm\n" + END,
                "one plain name");
        assertInvalid("--xyz\nContent-Disposition: form-data; name=x; name*=model\n\nm\n" + END, "one plain name");
        assertInvalid("--xyz\nContent-Disposition: form-data; name=x\nContent-Disposition: form-data; name=model\n\nm\n"
                + END, "two dispositions");
    }

    @Test
    void aModelIsATextThatIsNotEmpty() {
        assertInvalid(MODEL.replace("\"model\"", "\"model\"; filename=\"m\"") + END, "expected a text");
        assertInvalid(MODEL.replace("whisper-1", "") + END, "'model'");
    }

    @Test
    void whatIsNoFormIsRefused() {
        assertInvalid("", "does not begin");
        assertInvalid("{}", "does not begin");
        assertInvalid("\n" + MODEL + END, "does not begin");
        assertInvalid(MODEL, "within a part");
        assertInvalid("--xyz", "does not end");
        assertInvalid("--xyzz\n", "does not end");
        assertInvalid("--xyz\nContent-Disposition: form-data; name=a\n", "endless");
        assertInvalid("--xyz\nX: " + "a".repeat(10_000) + "\n\nb\n" + END, "endless");
        assertInvalid("--xyz\nX: a\n\nb\n" + END, "no content-disposition");
        assertInvalid("--xyz\nContent-Disposition: form-data; name=\"a\n\nb\n" + END, "a parameter that is none");
        for (String type : new String[]{"multipart/form-data", "multipart/form-data; boundary=\"\"",
            "multipart/form-data; boundary=" + "a".repeat(71)}) {
            assertThatThrownBy(() -> scan(type, MODEL + END)).hasMessageContaining("no boundary");
        }
    }

    @Test
    void garbageIsRefusedOrReadButNeverBreaks() {
        RandomCuts cuts = new RandomCuts(20_260_101);
        Bytes form = bytes(FILE + MODEL + STREAM + END);
        for (int round = 0; round < 2_000; round++) {
            Bytes damaged = cuts.damage(form);
            try {
                FormScan.scan(builder(), TYPE, damaged);
            } catch (GatewayException e) {
                assertThat(e.kind()).isEqualTo(ErrorKind.INVALID_REQUEST);
            }
        }
    }

    private static void assertInvalid(String form, String why) {
        assertThatThrownBy(() -> scan(TYPE, form)).hasMessageContaining(why).isInstanceOfSatisfying(
                GatewayException.class, error -> assertThat(error.kind()).isEqualTo(ErrorKind.INVALID_REQUEST));
    }

    private static WireRequest scan(String type, String form) {
        return FormScan.scan(builder(), type, bytes(form));
    }

    private static WireRequest.Builder builder() {
        return WireRequest.builder(OpenAiChat.NAME, new Operation("transcriptions"));
    }

    private static Bytes bytes(String form) {
        return Bytes.wrap(form.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }
}
