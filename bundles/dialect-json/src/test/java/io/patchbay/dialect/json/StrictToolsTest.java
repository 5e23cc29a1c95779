package io.patchbay.dialect.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.api.model.Extra;
import io.patchbay.api.model.Json;
import io.patchbay.api.model.Tool;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrictToolsTest {
    private static final String DIALECT = "test";

    private final Set<String> dropped = new LinkedHashSet<>();

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"true | true", "false | false", "null | false"})
    void theFormInWhichItCameIsKeptWhereItSaysTheSame(String form, boolean strict) {
        assertThat(write(strict, false, form)).isEqualTo(form);
        assertThat(dropped).isEmpty();
    }

    @Test
    void whatWasChangedIsWrittenAnew() {
        assertThat(write(true, true, "false")).isEqualTo("true");
        assertThat(write(false, true, "true")).isEmpty();
        assertThat(dropped).isEmpty();
    }

    @Test
    void whatTheVendorWouldRefuseIsDroppedByName() {
        assertThat(write(true, false, "")).isEmpty();
        assertThat(dropped).containsExactly("tool.strict");
    }

    @Test
    void aToolThatNeedNotBeStrictIsNotNamed() {
        assertThat(write(false, false, "")).isEmpty();
        assertThat(dropped).isEmpty();
    }

    @Test
    void claudeTakesTwentyStrictTools() {
        assertThat(StrictTools.areWithinClaudesLimits(Collections.nCopies(20, tool(true, object(1, 1, "{}")))))
                .isTrue();
        assertThat(StrictTools.areWithinClaudesLimits(Collections.nCopies(21, tool(true, object(1, 1, "{}")))))
                .isFalse();
        assertThat(StrictTools.areWithinClaudesLimits(Collections.nCopies(99, tool(false, object(9, 0, "{}")))))
                .isTrue();
    }

    @Test
    void claudeTakesTwentyFourOptionalPropertiesOverAllStrictTools() {
        assertThat(StrictTools.areWithinClaudesLimits(Collections.nCopies(2, tool(true, object(13, 1, "{}")))))
                .isTrue();
        assertThat(StrictTools.areWithinClaudesLimits(Collections.nCopies(2, tool(true, object(14, 1, "{}")))))
                .isFalse();
        String nested = object(1, 1, object(25, 0, "{}"));
        assertThat(StrictTools.areWithinClaudesLimits(List.of(tool(true, nested)))).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{\"type\":[\"string\",\"null\"]}", "{\"anyOf\":[{},{}]}"})
    void claudeTakesSixteenValuesOfSeveralTypes(String union) {
        assertThat(StrictTools.areWithinClaudesLimits(List.of(tool(true, object(16, 16, union))))).isTrue();
        assertThat(StrictTools.areWithinClaudesLimits(List.of(tool(true, object(17, 17, union))))).isFalse();
    }

    private String write(boolean strict, boolean holdable, String form) {
        List<Extra> extras =
                form.isEmpty() ? List.of() : List.of(Extras.of(DIALECT, StrictTools.MEMBER, form));
        return StrictTools.write(tool(strict, "{}"), new Extras(DIALECT, extras), _ -> holdable, dropped).orElse("");
    }

    private static Tool.Function tool(boolean strict, String schema) {
        return new Tool.Function("f", "", new Json(schema), strict, List.of());
    }

    /** A schema of so many properties, so many of which are required, each of a schema. */
    private static String object(int properties, int required, String each) {
        JsonWriter out = new JsonWriter().object().member("type", "object").name("properties").object();
        IntStream.range(0, properties).forEach(number -> out.rawMember("p" + number, each));
        out.endObject().name("required").array();
        IntStream.range(0, required).forEach(number -> out.string("p" + number));
        return out.endArray().rawMember("additionalProperties", "false").endObject().text();
    }
}
