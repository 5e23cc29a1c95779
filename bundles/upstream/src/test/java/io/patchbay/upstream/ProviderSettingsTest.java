package io.patchbay.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.patchbay.api.exchange.Headers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProviderSettingsTest {
    @Test
    void whatIsNotConfiguredHasItsDefault() {
        ProviderSettings settings = ProviderSettings.of(Map.of(), "https://api.example.com/v1");

        assertThat(settings.baseUrl()).hasToString("https://api.example.com/v1");
        assertThat(settings.modelsPath()).isEqualTo("/models");
        assertThat(settings.headers()).isEqualTo(Headers.EMPTY);
        assertThat(settings.connection()).isEqualTo(ConnectionSettings.DEFAULT);
        assertThat(settings.maxResponseBytes()).isEqualTo(64 * 1024 * 1024);
        assertThat(settings.maxEventBytes()).isEqualTo(16 * 1024 * 1024);
    }

    @Test
    void readsValuesOfAnyType() {
        ProviderSettings settings = ProviderSettings.of(Map.of("baseUrl", " http://10.0.0.7:8000/v1/ ",
                "connectTimeoutMs", 250L, "maxConnections", "7", "http2", true, "proxy", "http://proxy:3128",
                "trustFile", "/etc/ca.pem", "connectionMaxAgeMs", 1000,
                "headers", new String[]{"X-Title: Patchbay: a gateway", "x-b:c"}), "https://default.example");

        assertThat(settings.baseUrl()).hasToString("http://10.0.0.7:8000/v1");
        assertThat(settings.headers()).isEqualTo(Headers.of("X-Title", "Patchbay: a gateway").with("x-b", "c"));
        assertThat(settings.connection()).isEqualTo(ConnectionSettings.builder().connectTimeout(Duration.ofMillis(250))
                .maxConnections(7).http2(true).proxy("http://proxy:3128").trustFile("/etc/ca.pem")
                .maxAge(Duration.ofSeconds(1)).build());
        assertThat(ProviderSettings.of(Map.of("headers", List.of("a: b")), "http://h").headers().size()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            baseUrl          | api.example.com/v1            | baseUrl is http://host
            baseUrl          | ftp://api.example.com         | baseUrl is http://host
            baseUrl          | https://user:pw@example.com   | baseUrl is http://host
            baseUrl          | https://example.com/v1?a=b    | baseUrl is http://host
            baseUrl          | https://exa mple.com          | baseUrl is no address
            modelsPath       | models                        | modelsPath begins with a slash
            prefillPath      | beta                          | prefillPath begins with a slash
            connectTimeoutMs | 0                             | connectTimeoutMs is a whole number from 1
            connectTimeoutMs | 5s                            | connectTimeoutMs is a whole number from 1
            maxResponseBytes | 99999999999                   | maxResponseBytes is a whole number from 1
            http2            | yes                           | http2 is true or false
            proxy            | proxy:3128                    | a proxy is http://host:port
            headers          | X-Title                       | headers holds an entry that is not 'name: value'
            """)
    void saysWhichSettingIsWrong(String name, String value, String message) {
        Map<String, Object> configuration = new HashMap<>(Map.of("baseUrl", "https://api.example.com"));
        configuration.put(name, value);

        assertThatIllegalArgumentException().isThrownBy(() -> ProviderSettings.of(configuration))
                .withMessageStartingWith(message);
    }

    @Test
    void aBaseUrlThatIsMissingIsNamed() {
        assertThatIllegalArgumentException().isThrownBy(() -> ProviderSettings.of(Map.of()))
                .withMessageStartingWith("baseUrl is");
    }
}
