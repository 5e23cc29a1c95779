package io.patchbay.dialect.responses.internal;

import static io.patchbay.dialect.responses.internal.Fixtures.DIALECT;
import static io.patchbay.dialect.responses.internal.Fixtures.readRequest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PortabilityTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "'input':'x','previous_response_id':'resp_1'| previous_response_id",
        "'input':'x','conversation':{'id':'c'}| conversation", "'prompt':{'id':'p'}| prompt",
        "'input':'x','store':true| store", "'input':'x','background':true| background",
        "'input':[{'type':'item_reference','id':'i'}]| input",
        "'input':[{'type':'compaction','encrypted_content':'e'}]| input"})
    void whatOnlyAProviderOfThisDialectCanDoIsRefusedByName(String members, String param) {
        var request = readRequest("{\"model\":\"m\"," + members.replace('\'', '"') + "}");

        assertThatExceptionOfType(GatewayException.class).isThrownBy(() -> DIALECT.checkPortable(request))
                .satisfies(error -> {
                    assertThat(error.kind()).isEqualTo(ErrorKind.INVALID_REQUEST);
                    assertThat(error.param()).hasValue(param);
                    assertThat(error.code()).hasValue("unsupported_parameter");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"'input':'x'", "'input':'x','previous_response_id':null,'conversation':null,'prompt':null",
        "'input':'x','store':false,'background':false", "'input':[{'type':'web_search_call','id':'w'}]"})
    void everythingElseMayGoAnywhere(String members) {
        var request = readRequest("{\"model\":\"m\"," + members.replace('\'', '"') + "}");

        assertThatCode(() -> DIALECT.checkPortable(request)).doesNotThrowAnyException();
    }
}
