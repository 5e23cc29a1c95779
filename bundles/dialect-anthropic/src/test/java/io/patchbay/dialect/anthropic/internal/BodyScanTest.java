package io.patchbay.dialect.anthropic.internal;

import static io.patchbay.dialect.anthropic.internal.Fixtures.quoted;
import static io.patchbay.dialect.anthropic.internal.Fixtures.scan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.WireRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodyScanTest {
    @Test
    void theModelIsReplacedAndEveryOtherByteStays() {
        String body = "{ 'stream' : true, 'model':'claude-\\u0078' ,'messages':[{'role':'user','content':'a'}],"
                + " 'new':{'model':1,'n':1.50} }";
        WireRequest request = scan(body);

        assertThat(request.model()).isEqualTo("claude-x");
        assertThat(request.stream()).isTrue();
        assertThat(request.withModel("other").body().utf8())
                .isEqualTo(quoted(body.replace("claude-\\u0078", "other")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{'messages':[{'role':'user'}]} | model",
        "{'model':'','messages':[{'role':'user'}]} | model",
        "{'model':7,'messages':[{'role':'user'}]} | model",
        "{'model':'m','model':'n','messages':[{'role':'user'}]} | model",
        "{'model':'m'} | messages",
        "{'model':'m','messages':[]} | messages",
        "{'model':'m','messages':{}} | messages",
        "{'model':'m','messages':[7]} | messages[0]",
        "{'model':'m','messages':[{'role':'user'},{'content':'a'}]} | messages[1].role",
        "{'model':'m','messages':[{'role':7}]} | messages[0].role",
        "{'model':'m','stream':'yes','messages':[{'role':'user'}]} | stream"}, quoteCharacter = '`')
    void whatIsWrongIsNamed(String body, String field) {
        assertThatExceptionOfType(GatewayException.class).isThrownBy(() -> scan(body)).satisfies(error -> {
            assertThat(error.kind()).isEqualTo(ErrorKind.INVALID_REQUEST);
            assertThat(error.param()).hasValue(field);
            assertThat(error.message()).contains(field);
        });
    }
}
