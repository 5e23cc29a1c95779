package io.patchbay.core.internal;

import io.patchbay.api.dialect.Dialect;
import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.filter.Chain;
import io.patchbay.api.lease.Leases;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One exchange on its way through the pipeline: filters in their order, then cache, plan and attempts.
 *
 * <p>The exchange has a lease on the bundles of all that its snapshot has, but for providers: an attempt has one on its
 * provider's, until its end.
 */
final class ExchangeRun {
    private static final Logger LOG = LoggerFactory.getLogger(ExchangeRun.class);
    private final Pipeline pipeline;
    private final Snapshot snapshot;
    private final Recorder recorder;
    private final Exchange exchange;
    private final long startedAt;
    /** Attempts may be made side by side. */
    private final List<Leases> later = new CopyOnWriteArrayList<>();
    private volatile @Nullable Attempts attempts;
    private long waitsUntil;
    private @Nullable Exchange matched;
    private Optional<Route> route = Optional.empty();
    private RouteLimits.Place place = RouteLimits.Place.FREE;

    /**
     * An exchange that begins.
     *
     * @param snapshot what it goes by, its leases taken
     */
    ExchangeRun(Pipeline pipeline, Snapshot snapshot, Recorder recorder, Exchange exchange, long startedAt) {
        this.pipeline = pipeline;
        this.snapshot = snapshot;
        this.recorder = recorder;
        this.exchange = exchange;
        this.startedAt = startedAt;
    }

    /** Gives back all leases. Called once, when nobody uses the answer any more. */
    void end() {
        endAttempts();
        place.leave();
        later.forEach(Leases::giveBack);
        snapshot.giveBack();
    }

    /** Cancels what keeps a bundle from stopping: the exchange, or only its attempt. */
    void cancelIfHolding(Leases bundle, GatewayException reason) {
        Attempts made = attempts;
        if (snapshot.holds(bundle) || later.contains(bundle)) {
            cancel(reason);
        } else if (made != null) {
            made.cutOff(bundle, reason);
        }
    }

    /** Cancels the exchange. */
    void cancel(GatewayException reason) {
        exchange.cancellation().cancel(reason);
    }

    /** Answers the exchange by what comes after the first few filters. */
    Answer proceed(Exchange exchange, int filtersPassed) {
        exchange.cancellation().check();
        int next = nextFilter(exchange, filtersPassed);
        if (next == snapshot.filters().size()) {
            return afterFilters(exchange);
        }
        FilterEntry entry = snapshot.filters().get(next);
        Chain chain = further -> proceed(further, next + 1);
        try {
            return entry.service().filter(exchange, chain);
        } catch (GatewayException e) {
            throw e;
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("filter {} failed by itself", entry.name(), e);
            throw new GatewayException(ErrorKind.INTERNAL, "A filter of the gateway failed.", e);
        }
    }

    /** The next filter from a place on that runs for the exchange's route, as the last filter left the exchange. */
    private int nextFilter(Exchange exchange, int from) {
        List<FilterEntry> filters = snapshot.filters();
        if (from == filters.size() || !snapshot.routesChooseFilters()) {
            return from;
        }
        FilterChoice choice = route(exchange).map(Route::filters).orElse(FilterChoice.ALL);
        int next = from;
        while (next < filters.size() && !snapshot.runs(filters.get(next), choice)) {
            next++;
        }
        return next;
    }

    /** The route that it takes; found anew when a filter has changed it. */
    @SuppressWarnings("ReferenceEquality") // An exchange is immutable: a changed one is another.
    private Optional<Route> route(Exchange exchange) {
        if (exchange != matched) {
            route = pipeline.planner().route(snapshot, exchange, this::waitsUntil);
            matched = exchange;
        }
        return route;
    }

    private Answer afterFilters(Exchange exchange) {
        Operation operation = exchange.request().operation();
        if (operation.equals(Operation.MODELS) || operation.equals(Operation.MODEL)) {
            return pipeline.models().answer(snapshot, exchange);
        }
        if (!exchange.caller().mayUse(exchange.model())) {
            throw forbidden(exchange);
        }
        Plan plan = pipeline.planner().plan(snapshot, exchange, route(exchange), this::waitsUntil);
        plan.route().ifPresent(this::enter);
        CacheStep cache = CacheStep.of(snapshot, plan, exchange, recorder);
        return cache.find().orElseGet(() -> cache.keep(attempts(exchange, plan)));
    }

    /** A filter may ask several times; the last place counts. */
    private void enter(Route taken) {
        place.leave();
        place = RouteLimits.Place.FREE;
        place = pipeline.routeLimits().enter(taken);
    }

    /** Answers a shadow of an exchange, which has passed the filters. */
    Answer mirror(Plan plan) {
        return attempts(exchange, plan);
    }

    /** What has no model, such as a batch, may be about any: a caller that may use some only may not use it. */
    static GatewayException forbidden(Exchange exchange) {
        String what = exchange.model().isEmpty()
                ? exchange.request().operation().name() + " without a model: it is for some models only."
                : "the model '" + exchange.model() + "'.";
        return new GatewayException(ErrorKind.PERMISSION,
                "The virtual key '" + exchange.caller().name() + "' may not use " + what).withParam("model");
    }

    private Answer attempts(Exchange exchange, Plan plan) {
        plan.route().ifPresent(taken -> {
            recorder.routed(taken.name());
            if (!taken.shadow().isEmpty() && !plan.once()) {
                pipeline.shadows().cast(pipeline, snapshot, exchange, taken);
            }
        });
        Attempts made = new Attempts(pipeline, snapshot, recorder, exchange, plan,
                startedAt + patience(exchange, plan).toNanos(), names -> dialect(exchange, names), this::waitsUntil);
        endAttempts();
        attempts = made;
        return made.answer();
    }

    /** How long the exchange may take: as its first target or its route has it, or shorter where the client says so. */
    private static Duration patience(Exchange exchange, Plan plan) {
        Duration configured = plan.first().timeouts().total();
        return ClientTimeout.of(exchange.request().headers())
                .filter(asked -> asked.compareTo(configured) < 0).orElse(configured);
    }

    /** All waiting of one exchange together lasts no longer than one. */
    private synchronized long waitsUntil() {
        if (waitsUntil == 0) {
            waitsUntil = pipeline.successors().until();
        }
        return waitsUntil;
    }

    /** The first dialect of some names that is there; where none is, the successor of one that was. */
    private Optional<Dialect> dialect(Exchange exchange, List<String> names) {
        for (String name : names) {
            Optional<Dialect> known = snapshot.dialect(name);
            if (known.isPresent()) {
                return known;
            }
        }
        Successors successors = pipeline.successors();
        return successors.await(now -> names.stream().flatMap(name -> leased(now, name).stream()).findFirst(),
                now -> names.stream().flatMap(name -> successors.awaited(now.gone().dialects(), name).stream())
                        .mapToLong(gone -> successors.left(gone.window())).max().orElse(0),
                exchange.cancellation(), waitsUntil());
    }

    private Optional<Dialect> leased(Snapshot now, String name) {
        DialectEntry entry = now.dialects().get(name);
        if (entry == null || !entry.origin().leases().take()) {
            return Optional.empty();
        }
        later.add(entry.origin().leases());
        return Optional.of(entry.service());
    }

    /** An answer that a filter has dropped without closing it keeps nothing. */
    private void endAttempts() {
        Attempts made = attempts;
        if (made != null) {
            made.close();
        }
    }
}
