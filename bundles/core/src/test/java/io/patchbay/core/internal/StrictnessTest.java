package io.patchbay.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Caller;
import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.model.ChatRequest;
import io.patchbay.api.model.Extra;
import io.patchbay.api.model.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who asks to be taken at his word is told what cannot be said, before anybody is asked. */
class StrictnessTest {
    private final Bench bench = new Bench();
    private final List<String> sent = new ArrayList<>();

    @BeforeEach
    void aProviderWithFewerWords() {
        bench.dialect("b");
        provider("other", "b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"strict", "strict=true", "a=1&strict=", "strict=1&a=1"})
    void whatCannotBeSaidIsRefused(String query) {
        assertRefused(query);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "strict=false", "a=strict", "strictly=1"})
    void elseItIsNamed(String query) {
        try (Answer answer = bench.handle(exchange(query))) {
            assertThat(answer.headers().first("x-patchbay-dropped")).contains("mood, pace");
        }
    }

    @Test
    void whatOnlyTheClientsDialectKnowsIsNamedToo() {
        Exchange exchange = exchange("");
        ChatRequest chat = exchange.chat().toBuilder().untold(List.of("tone", "for.b", "a\r\nb: c"))
                .extras(List.of(new Extra("b", "for.b", new Json("1")))).build();

        try (Answer answer = bench.handle(exchange.withChat(chat))) {
            assertThat(answer.headers().first("x-patchbay-dropped")).contains("mood, pace, tone, a??b??c");
        }
        provider("same", "a");
        bench.route("m", List.of("same"));
        try (Answer answer = bench.handle(exchange.withChat(chat))) {
            assertThat(answer.headers().first("x-patchbay-dropped")).as("in its own dialect").isEmpty();
        }
    }

    @Test
    void aRouteMayAskForIt() {
        route("other");
        assertRefused("");
    }

    @Test
    void aTargetThatHasTheWordsIsTriedInPlaceOfOneThatHasNot() {
        provider("same", "a");
        route("other", "same");
        try (Answer answer = bench.handle(exchange(""))) {
            assertThat(answer.headers().first("x-patchbay-provider")).contains("same");
            assertThat(answer.headers().first("x-patchbay-attempts")).contains("1");
        }
        assertThat(sent).containsExactly("same?");
    }

    @ParameterizedTest
    @CsvSource({"strict,''", "strict=true&a=1,a=1", "a=1&b=strict,a=1&b=strict"})
    void aProviderIsNotTold(String query, String passed) {
        Bench same = new Bench();
        same.provider(Origins.bundle(), "same", attempt -> {
            sent.add(attempt.request().query());
            return Bench.whole("+ok").send(attempt);
        });
        same.handle(exchange(query)).close();
        assertThat(sent).containsExactly(passed);
    }

    private void assertRefused(String query) {
        assertThatThrownBy(() -> bench.handle(exchange(query))).isInstanceOfSatisfying(GatewayException.class,
                error -> {
                    assertThat(error.kind()).isEqualTo(ErrorKind.INVALID_REQUEST);
                    assertThat(error.message()).contains("mood, pace").contains("dialect b");
                    assertThat(error.param()).contains("mood");
                });
        assertThat(sent).isEmpty();
        assertThat(bench.time.nanos()).isZero();
    }

    private void provider(String name, String dialect) {
        Map<String, Object> properties =
                Map.of("service.pid", Bench.provider(name), "patchbay.speaks", new String[]{dialect});
        bench.installed.addProvider(Origins.of(properties), attempt -> {
            sent.add(name + "?" + attempt.request().query());
            return Bench.whole("+ok").send(attempt);
        }, properties);
    }

    private void route(String... targets) {
        Map<String, Object> properties = Map.of("service.pid", "io.patchbay.route~m");
        bench.installed.addRoute(Origins.of(properties), Route.of(TestSettings.of(ConfiguredRoute.Settings.class,
                Map.of("model", "m", "targets", targets, "strict", true), Map.of()), properties));
    }

    private static Exchange exchange(String query) {
        Exchange exchange = LineDialect.exchange("a", "m", false);
        WireRequest request = exchange.request().toBuilder().query(query).build();
        return Exchange.of("id-1", Caller.ANONYMOUS, Instant.EPOCH, request, new LineDialect("a")::readRequest);
    }
}
