package io.patchbay.api.examples;

import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.filter.Chain;
import io.patchbay.api.filter.Filter;
import io.patchbay.api.model.ChatResponse;
import java.util.Map;

/** A filter that answers from a list. */
final class ListedAnswers implements Filter {
    private final Map<String, String> answers;

    ListedAnswers(Map<String, String> answers) {
        this.answers = Map.copyOf(answers);
    }

    @Override
    public Answer filter(Exchange exchange, Chain chain) {
        String answer = answers.get(exchange.chat().messages().getLast().text());
        return answer == null ? chain.proceed(exchange) : Answer.of(ChatResponse.ofText(exchange.model(), answer));
    }
}
