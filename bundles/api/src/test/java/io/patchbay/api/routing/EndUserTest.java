package io.patchbay.api.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Caller;
import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.exchange.Headers;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.model.ChatRequest;
import io.patchbay.api.model.Extra;
import io.patchbay.api.model.Json;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class EndUserTest {
    private static final Headers NAMED = Headers.of(EndUser.HEADER, "by-header");

    @Test
    void theBodySaysItInAnyDialectsWords() {
        assertThat(chat(NAMED, "user", "\"alice\"")).isEqualTo("alice");
        assertThat(chat(NAMED, "safety_identifier", "\"bob\"")).isEqualTo("bob");
        assertThat(chat(NAMED, "metadata", "{\"team\": \"x\", \"user_id\" : \"carol \\\"c\\\"\"}"))
                .isEqualTo("carol \\\"c\\\"");
    }

    @Test
    void elseTheHeaderElseTheCaller() {
        assertThat(chat(NAMED, "metadata", "{\"team\":\"x\"}")).isEqualTo("by-header");
        assertThat(chat(NAMED, "user", "\"\"")).isEqualTo("by-header");
        assertThat(chat(Headers.EMPTY, "seed", "7")).isEqualTo("app");
    }

    @Test
    void aBodyThatIsNoChatOrIsWrongDoesNotSayIt() {
        Function<WireRequest, ChatRequest> broken = _ -> {
            throw new GatewayException(ErrorKind.INVALID_REQUEST, "wrong");
        };
        assertThat(EndUser.of(exchange(Operation.CHAT, NAMED, broken))).isEqualTo("by-header");
        assertThat(EndUser.of(exchange(Operation.EMBEDDINGS, Headers.EMPTY, _ -> {
            throw new AssertionError("embeddings are no chat");
        }))).isEqualTo("app");
    }

    private static String chat(Headers headers, String member, String json) {
        ChatRequest request = ChatRequest.builder("m")
                .extras(List.of(new Extra("a", "seed", new Json("1")), new Extra("a", member, new Json(json))))
                .build();
        return EndUser.of(exchange(Operation.CHAT, headers, _ -> request));
    }

    private static Exchange exchange(Operation operation, Headers headers, Function<WireRequest, ChatRequest> reader) {
        return Exchange.of("id", Caller.of("app", List.of()), Instant.EPOCH,
                WireRequest.builder("a", operation).headers(headers).build(), reader);
    }
}
