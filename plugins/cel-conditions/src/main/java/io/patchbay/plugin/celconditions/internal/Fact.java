package io.patchbay.plugin.celconditions.internal;

import dev.cel.common.types.CelType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import io.patchbay.api.exchange.Exchange;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Something that an expression may ask about a request; found out only if it asks.
 *
 * @param type what it is in CEL
 * @param finder finds it out, for a request at a time
 */
record Fact(CelType type, BiFunction<Exchange, Instant, Object> finder) {
    /** The name of the one that takes long to get ready for. */
    static final String LANGUAGE = "language";

    /** All of them by the names that operators write. */
    static final Map<String, Fact> ALL = Map.ofEntries(
            Map.entry("model", of(SimpleType.STRING, Exchange::model)),
            Map.entry("dialect", of(SimpleType.STRING, exchange -> exchange.request().dialect())),
            Map.entry("operation", of(SimpleType.STRING, exchange -> exchange.request().operation().name())),
            Map.entry("stream", of(SimpleType.BOOL, exchange -> exchange.request().stream())),
            Map.entry("headers", of(MapType.create(SimpleType.STRING, SimpleType.STRING), Fact::headers)),
            Map.entry("caller", of(SimpleType.STRING, exchange -> exchange.caller().name())),
            Map.entry("size", of(SimpleType.INT, exchange -> (long) exchange.request().body().size())),
            Map.entry("tools", of(SimpleType.BOOL, Prompt::hasTools)),
            Map.entry("vision", of(SimpleType.BOOL, Prompt::hasImages)),
            Map.entry("json", of(SimpleType.BOOL, Prompt::wantsJson)),
            Map.entry(LANGUAGE, of(SimpleType.STRING, Prompt::language)),
            Map.entry("hour", new Fact(SimpleType.INT, (_, now) -> (long) utc(now).getHour())),
            Map.entry("weekday", new Fact(SimpleType.INT, (_, now) -> (long) utc(now).getDayOfWeek().getValue())),
            Map.entry("now", new Fact(SimpleType.TIMESTAMP, (_, now) -> now)));

    private static Fact of(CelType type, Function<Exchange, Object> finder) {
        return new Fact(type, (exchange, _) -> finder.apply(exchange));
    }

    /** By lower-case names; several of one name are joined as HTTP does it. */
    private static Map<String, String> headers(Exchange exchange) {
        Map<String, String> headers = new HashMap<>();
        exchange.request().headers().forEach((name, value) -> headers.merge(name.toLowerCase(Locale.ROOT), value,
                (one, other) -> one + ", " + other));
        return headers;
    }

    private static ZonedDateTime utc(Instant now) {
        return now.atZone(ZoneOffset.UTC);
    }
}
