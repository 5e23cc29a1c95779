package io.patchbay.api.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.api.model.ChatRequest;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ExchangeTest {
    private static final String BODY = "{\"model\":\"a\"}";
    private final AtomicInteger reads = new AtomicInteger();
    private final Exchange exchange = Exchange.of("id", Caller.ANONYMOUS, Instant.EPOCH,
            WireRequest.builder("d", Operation.CHAT).body(Bytes.utf8(BODY)).model("a").modelAt(10, 11).build(),
            request -> {
                reads.incrementAndGet();
                return ChatRequest.builder(request.model()).build();
            });

    @Test
    void theRequestIsReadOnlyIfAskedAndOnce() {
        assertThat(exchange.model()).isEqualTo("a");
        assertThat(exchange.rewrittenChat()).isEmpty();
        assertThat(reads).hasValue(0);

        assertThat(exchange.chat()).isSameAs(exchange.chat());
        assertThat(reads).hasValue(1);
    }

    @Test
    void anotherModelIsSplicedIntoTheBytes() {
        Exchange other = exchange.withModel("b");

        assertThat(other.request().body().utf8()).isEqualTo("{\"model\":\"b\"}");
        assertThat(other.chat().model()).isEqualTo("b");
        assertThat(other.rewrittenChat()).isEmpty();
        assertThat(exchange.model()).isEqualTo("a");
    }

    @Test
    void aChangedRequestCountsAndTheBytesStay() {
        Exchange changed = exchange.withChat(exchange.chat().toBuilder().temperature(1).build()).withModel("c");

        assertThat(changed.model()).isEqualTo("c");
        assertThat(changed.rewrittenChat().orElseThrow().temperature()).hasValue(1);
        assertThat(changed.request().body().utf8()).isEqualTo(BODY);
    }

    @Test
    void aChangedExchangeSharesItsIdentity() {
        Exchange changed = exchange.withModel("b");
        changed.attributes().put("k", "v");

        assertThat(exchange.attributes()).isEqualTo(Map.of("k", "v"));
        assertThat(changed.cancellation()).isSameAs(exchange.cancellation());
        assertThat(changed.id()).isEqualTo(exchange.id());
    }

    @Test
    void aShadowHasTheRequestAndNothingElseInCommon() {
        Exchange changed = exchange.withChat(exchange.chat().toBuilder().temperature(1).build());
        changed.attributes().put("k", "v");

        Exchange shadow = changed.shadow("id-shadow", Instant.MAX).withModel("b");

        assertThat(shadow.rewrittenChat().orElseThrow().temperature()).hasValue(1);
        assertThat(shadow.attributes()).isEmpty();
        assertThat(shadow.cancellation()).isNotSameAs(changed.cancellation());
        assertThat(shadow.id()).isEqualTo("id-shadow");
        assertThat(shadow.shadowOf()).contains("id");
        assertThat(changed.shadowOf()).isEmpty();
    }

    @Test
    void anAttemptAsksForItsOwnModel() {
        Attempt attempt = Attempt.builder(exchange, Target.of("p", "z", 1))
                .request(exchange.request().withModel("z")).build();

        assertThat(attempt.chat().model()).isEqualTo("z");
        assertThat(attempt.exchange().chat().model()).isEqualTo("a");
        assertThat(attempt.cancellation()).isSameAs(exchange.cancellation());
        assertThat(attempt.key()).isEmpty();
    }

    @Test
    void aKeysTextShowsNoSecret() {
        Key key = Key.of("main-1", Map.of("value", "sk-secret"));

        assertThat(key.toString()).isEqualTo("Key[main-1]");
        assertThat(key.value()).contains("sk-secret");
        assertThat(key.secret("other")).isEmpty();
    }
}
