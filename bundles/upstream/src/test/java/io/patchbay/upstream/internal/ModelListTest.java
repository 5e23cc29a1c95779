package io.patchbay.upstream.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.model.ModelInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelListTest {
    @ParameterizedTest
    @ValueSource(strings = {"[{'id':'a','owned_by':'o','created':7},{'id':'b'}]",
        "{'object':'list','data':[{'id':'a','owned_by':'o','created':7},{'id':'b'}]}",
        "{'models':[{'name':'models/a','owned_by':'o','created':7},{'model':'b'}]}"})
    void aListIsAnArrayOrStandsInAnObject(String body) {
        assertThat(ModelList.read(json(body))).containsExactly(new ModelInfo("a", "o", 7), new ModelInfo("b", "", 0));
    }

    @Test
    void whatHasNoNameIsNoModel() {
        assertThat(ModelList.read(json("[{'id':'a'},{'id':7},null,'b']"))).extracting(ModelInfo::id)
                .containsExactly("a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "'a'", "null", "{'data':{}}", "["})
    void whatIsNoListIsTheUpstreamsError(String body) {
        assertThatThrownBy(() -> ModelList.read(json(body))).isInstanceOfSatisfying(GatewayException.class,
                error -> assertThat(error.kind()).isEqualTo(ErrorKind.UPSTREAM));
    }

    private static Bytes json(String body) {
        return Bytes.utf8(body.replace('\'', '"'));
    }
}
