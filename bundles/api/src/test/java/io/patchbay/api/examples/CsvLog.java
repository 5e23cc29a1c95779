package io.patchbay.api.examples;

import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.listen.ExchangeListener;
import io.patchbay.api.listen.FinishedExchange;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A listener that writes a line of CSV for each exchange. */
final class CsvLog implements ExchangeListener {
    private final PrintWriter out;

    CsvLog(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void finished(FinishedExchange finished) {
        Exchange exchange = finished.exchange();
        String served = finished.served().map(attempt -> attempt.target().toString()).orElse("");
        out.println(Stream
                .of(exchange.startedAt(), exchange.id(), exchange.caller().name(), exchange.model(), served,
                        finished.status(), finished.duration().toMillis(), finished.usage().totalTokens())
                .map(Objects::toString)
                .map(cell -> '"' + cell.replace("\"", "\"\"") + '"')
                .collect(Collectors.joining(",")));
    }
}
