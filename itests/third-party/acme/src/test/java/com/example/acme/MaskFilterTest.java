package com.example.acme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.filter.Chain;
import io.patchbay.api.model.ChatResponse;
import org.junit.jupiter.api.Test;

class MaskFilterTest {
    private final MaskFilter filter = new MaskFilter("tulip");

    @Test
    void keepsItsWordFromTheProvider() {
        Chain echo = exchange -> Answer.of(
                ChatResponse.ofText(exchange.model(), exchange.chat().messages().getLast().text()));

        assertEquals("the *** plan", filter.filter(Exchanges.saying("the tulip plan"), echo).whole().text());
    }

    @Test
    void leavesEverythingElseAsItIs() {
        Exchange exchange = Exchanges.saying("the rose plan");

        Chain same = passed -> {
            assertSame(exchange, passed);
            return Answer.of(ChatResponse.ofText("echo", ""));
        };

        filter.filter(exchange, same);
        new MaskFilter("").filter(exchange, same);
    }
}
