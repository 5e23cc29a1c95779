package io.patchbay.api.examples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.filter.Chain;
import io.patchbay.api.filter.Filter;
import io.patchbay.api.model.Message;
import io.patchbay.api.model.Role;

/** A filter that asks again, once, when the answer is no JSON. */
final class AskAgain implements Filter {
    private final ObjectMapper json = new ObjectMapper();

    @Override
    public Answer filter(Exchange exchange, Chain chain) {
        Answer answer = chain.proceed(exchange);
        if (answer.status() >= 300 || valid(answer.whole().text())) {
            return answer;
        }
        answer.close();
        Message hint = Message.of(Role.USER, "That was no valid JSON. Answer with JSON alone.");
        return chain.proceed(exchange.withChat(exchange.chat().toBuilder().message(hint).build()));
    }

    private boolean valid(String text) {
        try {
            return !json.readTree(text).isMissingNode();
        } catch (JsonProcessingException e) {
            return false;
        }
    }
}
