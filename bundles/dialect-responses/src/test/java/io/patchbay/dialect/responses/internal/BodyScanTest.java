package io.patchbay.dialect.responses.internal;

import static io.patchbay.dialect.responses.internal.Fixtures.scan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.WireRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyScanTest {
    @Test
    void modelAndStreamAreFoundAndTheBytesStay() {
        String body = " {\"input\":[{\"role\":\"user\",\"content\":\"{\\\"model\\\":1}\"}], \"stream\" : true,"
                + "\"x\":1.50,\"model\":\"a\\u00e9\"}";

        WireRequest request = scan(body);

        assertThat(request.model()).isEqualTo("aé");
        assertThat(request.stream()).isTrue();
        assertThat(request.path()).isEqualTo("/responses");
        assertThat(request.body().utf8()).isEqualTo(body);
        assertThat(request.withModel("b").body().utf8()).isEqualTo(body.replace("a\\u00e9", "b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"input\":\"\"", "\"input\":[]", "\"previous_response_id\":\"resp_1\"",
        "\"prompt\":{\"id\":\"p\"}", "\"conversation\":\"conv_1\",\"input\":null", "\"input\":\"x\",\"stream\":null"})
    void whatMayBeAskedIsAccepted(String members) {
        assertThat(scan("{\"model\":\"m\"," + members + "}").model()).isEqualTo("m");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{}| model", "{'model':null,'input':'x'}| model", "{'model':'','input':'x'}| model",
        "{'model':7,'input':'x'}| model", "{'model':'m'}| input", "{'model':'m','input':null}| input",
        "{'model':'m','input':7}| input", "{'model':'m','input':{}}| input", "{'model':'m','input':['x']}| input[0]",
        "{'model':'m','input':[{},null]}| input[1]", "{'model':'m','input':'x','stream':'yes'}| stream",
        "{'model':'m','input':'x','model':'n'}| model", "{'model':'m','input':'x','input':'y'}| input",
        "{'model':'m','previous_response_id':null}| input"})
    void whatIsWrongIsNamed(String body, String param) {
        assertThatExceptionOfType(GatewayException.class).isThrownBy(() -> scan(body.replace('\'', '"')))
                .satisfies(error -> {
                    assertThat(error.kind()).isEqualTo(ErrorKind.INVALID_REQUEST);
                    assertThat(error.param()).hasValue(param);
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "\"x\"", "{\"model\":\"m\",\"input\":\"x\"} {}",
        "{\"model\":\"m\",\"input\":\"x\""})
    void whatIsNoObjectIsRefused(String body) {
        assertThatExceptionOfType(GatewayException.class).isThrownBy(() -> scan(body))
                .satisfies(error -> assertThat(error.kind()).isEqualTo(ErrorKind.INVALID_REQUEST));
    }
}
