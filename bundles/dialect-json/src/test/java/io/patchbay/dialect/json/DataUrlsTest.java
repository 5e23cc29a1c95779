package io.patchbay.dialect.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.api.model.Media;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataUrlsTest {
    @Test
    void aDataUrlIsItsContent() {
        assertThat(DataUrls.read("data:image/png;base64,AAAA"))
                .isEqualTo(new Media("image/png", new Media.Inline("AAAA")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://x.example/p.png", "data:image/png;base64,AAAA", "data:,text", "data:;base64,AAAA",
        "data:text/plain;charset=utf-8;base64,AAAA", ""})
    void whatIsReadIsWrittenAgain(String url) {
        assertThat(DataUrls.write(DataUrls.read(url))).hasValue(url);
    }

    @Test
    void contentOfNoKnownTypeIsBytesAndAFileOfAProviderHasNoAddress() {
        assertThat(DataUrls.write(new Media("", new Media.Inline("AAAA"))))
                .hasValue("data:application/octet-stream;base64,AAAA");
        assertThat(DataUrls.write(new Media("", new Media.FileId("gemini", "f")))).isEmpty();
    }
}
