package io.patchbay.dialect.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.WireRequest;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestScanTest {
    private static final Place ROOT = Place.request("test");

    /** A dialect whose requests need messages, or a list of texts. */
    private static final class Scan extends RequestScan {
        private Scan(boolean streamByDefault) {
            super(ROOT, List.of("messages", "texts"), streamByDefault);
        }

        @Override
        protected void member(JsonParser in, JsonToken value, Place place) throws IOException {
            switch (place.path()) {
                case "messages" -> notEmpty(messages(in, value, place), place);
                case "texts" -> notEmptyArray(in, value, place);
                default -> in.skipChildren();
            }
        }

        @Override
        protected void complete() {
            require("messages", "texts");
        }
    }

    private static WireRequest scan(String body, boolean streamByDefault) {
        return new Scan(streamByDefault).scan(WireRequest.builder("test", Operation.CHAT), Bytes.utf8(body));
    }

    @Test
    void modelAndStreamAreFoundAndTheBytesStay() {
        String body = "{\"stream\":true,\"x\":{\"model\":1},\"model\":\"a\\/b\",\"messages\":[{\"role\":\"user\"}]}";
        WireRequest request = scan(body, false);

        assertThat(request.model()).isEqualTo("a/b");
        assertThat(request.stream()).isTrue();
        assertThat(request.body().utf8()).isEqualTo(body);
        assertThat(request.withModel("c").body().utf8()).isEqualTo(body.replace("a\\/b", "c"));
    }

    @Test
    void aRequestThatDoesNotSayIsStreamedAsTheDialectHasIt() {
        for (String body : List.of("{\"model\":\"m\",\"texts\":[1]}",
                "{\"model\":\"m\",\"texts\":[1],\"stream\":null}")) {
            assertThat(scan(body, true).stream()).isTrue();
            assertThat(scan(body, false).stream()).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"{} | model", "{`model`:null} | model",
        "{`model`:7} | model", "{`model`:``} | model", "{`model`:`m`,`model`:`m`} | model", "{`model`:`m`} | messages",
        "{`model`:`m`,`stream`:`yes`} | stream", "{`stream`:true,`stream`:true} | stream",
        "{`messages`:{}} | messages", "{`messages`:[]} | messages", "{`messages`:[7]} | messages[0]",
        "{`messages`:[{`role`:`user`},{}]} | messages[1].role", "{`messages`:[{`role`:null}]} | messages[0].role",
        "{`texts`:`a`} | texts", "{`texts`:[]} | texts", "{`texts`:[1],`texts`:[1]} | texts"})
    void whatIsWrongIsNamed(String body, String param) {
        assertThatExceptionOfType(GatewayException.class)
                .isThrownBy(() -> scan(body.replace('`', '"').strip(), false))
                .satisfies(error -> {
                    assertThat(error.kind()).isEqualTo(ErrorKind.INVALID_REQUEST);
                    assertThat(error.param()).hasValue(param);
                });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"'' | JSON object", "[] | JSON object", "{ | line 1",
        "{\"model\":\"m\",\"texts\":[1]} 7 | line 1"})
    void whatIsNoJsonObjectIsRefused(String body, String text) {
        assertThatExceptionOfType(GatewayException.class).isThrownBy(() -> scan(body.replace("''", ""), false))
                .withMessageContaining(text);
        assertThatExceptionOfType(GatewayException.class).isThrownBy(() -> scan("[".repeat(5000), false));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{`fallbacks`:[`b`,`p/c`],`model`:`a`,`texts`:[1]} | {`model`:`a`,`texts`:[1]}",
        "{`model`:`a`,`fallbacks` : [ `b`, `p/c` ] , `texts`:[1]} | {`model`:`a`, `texts`:[1]}",
        "{`model`:`a`,`texts`:[1] , `fallbacks`:[{`model`:`b`},{`provider`:`p`,`model`:`c`}] } | {`model`:`a`,`texts`:[1]  }"})
    void theModelsToFallBackToAreReadAndDoNotGoOn(String body, String goesOn) {
        WireRequest request = scan(body.replace('`', '"'), false);

        assertThat(request.fallbacks()).containsExactly("b", "p/c");
        assertThat(request.body().utf8()).isEqualTo(goesOn.replace('`', '"'));
        assertThat(request.withModel("long").body().utf8()).isEqualTo(goesOn.replace('`', '"').replace("\"a\"",
                "\"long\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{`gpt`:[`b`]}", "[]", "[7]", "[{`name`:`b`}]", "[`b`,``]", "`b`", "null"})
    void aMemberOfThatNameThatIsSomethingElseStays(String value) {
        String body = "{\"model\":\"a\",\"fallbacks\":" + value.replace('`', '"') + ",\"texts\":[1]}";
        WireRequest request = scan(body, false);

        assertThat(request.fallbacks()).isEmpty();
        assertThat(request.body().utf8()).isEqualTo(body);
    }
}
