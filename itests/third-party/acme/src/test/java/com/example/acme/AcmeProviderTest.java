package com.example.acme;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Attempt;
import io.patchbay.api.exchange.Key;
import io.patchbay.api.exchange.Target;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AcmeProviderTest {
    private final AcmeProvider provider = new AcmeProvider("Hello:");
    private final Target target = Target.of("acme", "echo", 1);

    @Test
    void saysWhatItIsTold() {
        Answer answer = provider.send(Attempt.builder(Exchanges.saying("a b"), target).build());

        assertEquals("Hello: a b", answer.whole().text());
        assertEquals(Optional.empty(), answer.headers().first("x-acme-key"));
    }

    @Test
    void namesItsKeyIfItHasOne() {
        Key key = Key.of("first", Map.of("value", "secret"));

        Answer answer = provider.send(Attempt.builder(Exchanges.saying("a b"), target).key(key).build());

        assertEquals(Optional.of("first"), answer.headers().first("x-acme-key"));
    }
}
