package io.patchbay.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {
    @Test
    void valuesFollowTheirNamesOrAnEqualsSign() {
        Options options = Options.parse("run", "--home", "a b", "--port=0", "--config", "x=y.yaml");

        assertThat(options.command()).isEqualTo("run");
        assertThat(options.home()).isEqualTo(Path.of("a b").toAbsolutePath());
        assertThat(options.value("port")).contains("0");
        assertThat(options.value("config")).contains("x=y.yaml");
        assertThat(options.value("management-port")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "walk                        | unknown command: walk; try help",
        "run --prot 1                | run does not know --prot; try help",
        "run now                     | run does not know now; try help",
        "stop --port 1               | stop does not know --port; try help",
        "run --port                  | --port needs a value",
        "run --port 65536            | a port is a number from 0 to 65535, not 65536",
        "demo --management-port=http | a port is a number from 0 to 65535, not http",
        "run --port 9999999999999    | a port is a number from 0 to 65535, not 9999999999999"})
    void whatIsNotUnderstoodIsNamed(String line, String message) {
        assertThatThrownBy(() -> Options.parse(line.split(" ")))
                .hasMessage(message)
                .satisfies(e -> assertThat(((Exit) e).status()).isEqualTo(64));
    }
}
