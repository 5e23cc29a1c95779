package io.patchbay.core.internal;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.exchange.Target;
import io.patchbay.api.exchange.Timeouts;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.routing.Balancer;
import io.patchbay.api.routing.Rendezvous;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Turns the model that a client asks for into a plan.
 *
 * <p>{@code provider/model} goes straight to that provider. Else the first route that fits decides. Else a bare
 * model goes to the providers that have it: those that say so in their settings or their keys', or the only one there
 * is, or those whose list of models names it. A provider that was withdrawn, and whose successor is waited for, stands
 * behind all that are there.
 *
 * <p>Where a route that may be the first has a condition that nobody can read now, who reads it is waited for: what comes
 * behind it must not get requests that are not meant for it.
 *
 * <p>What has no model, such as a file, is the client's to place: a header names the provider, unless only one has it.
 */
final class Planner {
    private final Predicate<String> configuredProviders;
    private final Models models;
    private final Successors successors;
    private final Time time;

    /**
     * A planner.
     *
     * @param configuredProviders whether a provider of that name is configured, installed or not
     * @param models what the providers' lists of models say
     * @param successors who is waited for
     * @param time the clock, for conditions
     */
    Planner(Predicate<String> configuredProviders, Models models, Successors successors, Time time) {
        this.configuredProviders = configuredProviders;
        this.models = models;
        this.successors = successors;
        this.time = time;
    }

    /**
     * The route that an exchange takes; empty where the model's name alone says where, or nothing does.
     *
     * @param waiting until when is waited for who reads conditions
     * @throws GatewayException of kind {@code OVERLOADED} where that is in vain
     */
    Optional<Route> route(Snapshot snapshot, Exchange exchange, Successors.Waiting waiting) {
        return route(snapshot, exchange, exchange.model(), waiting);
    }

    private Optional<Route> route(Snapshot snapshot, Exchange exchange, String model, Successors.Waiting waiting) {
        int slash = model.indexOf('/');
        if (model.isEmpty() || (slash > 0 && place(snapshot, model.substring(0, slash)).isPresent())) {
            return Optional.empty();
        }
        for (Route route : snapshot.routes()) {
            if (route.model().matches(model) && holds(snapshot, route, exchange, waiting)) {
                return Optional.of(route);
            }
        }
        return Optional.empty();
    }

    private boolean holds(Snapshot snapshot, Route route, Exchange exchange, Successors.Waiting waiting) {
        if (!route.when().unread()) {
            return route.when().ask(route.name(), exchange, time::now).holds();
        }
        Optional<Snapshot> read = successors.await(
                now -> Optional.of(now).filter(it -> it.condition(route.when().expression()).isPresent() && it.take()),
                now -> now.gone().conditions().filter(Unread::successorExpected).map(Unread::window)
                        .map(successors::left).orElse(0L),
                exchange.cancellation(), waiting.until());
        if (read.isEmpty()) {
            throw undecided(route, snapshot.gone().conditions().orElseThrow());
        }
        try {
            return read.get().condition(route.when().expression()).orElse(route.when())
                    .ask(route.name(), exchange, time::now).holds();
        } finally {
            read.get().giveBack();
        }
    }

    /**
     * Plans an exchange.
     *
     * @param route the route that it takes
     * @param waiting until when is waited for who reads conditions
     * @throws GatewayException of kind {@code MODEL_NOT_FOUND} or {@code PROVIDER_NOT_INSTALLED}; of kind
     *         {@code INVALID_REQUEST} where neither a model nor a header says which provider; of kind {@code PERMISSION}
     *         where the client names a fallback that it may not use
     */
    Plan plan(Snapshot snapshot, Exchange exchange, Optional<Route> route, Successors.Waiting waiting) {
        Plan plan = plan(snapshot, exchange, exchange.model(), route);
        List<String> asked = ClientFallbacks.of(exchange.request());
        return asked.isEmpty() ? plan : plan.withAsked(asked(snapshot, exchange, asked, waiting));
    }

    private Plan plan(Snapshot snapshot, Exchange exchange, String model, Optional<Route> route) {
        if (route.isPresent()) {
            return routed(snapshot, exchange, route.get(), model);
        }
        if (model.isEmpty()) {
            return direct(List.of(owner(snapshot, exchange.request())), model);
        }
        int slash = model.indexOf('/');
        if (slash > 0) {
            Optional<Place> place = place(snapshot, model.substring(0, slash));
            if (place.isPresent()) {
                return direct(List.of(place.get()), model.substring(slash + 1));
            }
        }
        if (slash > 0 && configuredProviders.test(model.substring(0, slash))) {
            throw notInstalled(model.substring(0, slash));
        }
        return direct(having(snapshot, model), model);
    }

    /** A provider, or what is known of one that is waited for. */
    private record Place(ProviderInfo info, Optional<ProviderEntry> provider) {
        Plan.Step step(Target target, Timeouts timeouts) {
            return new Plan.Step(target, provider, timeouts);
        }
    }

    private Optional<Place> place(Snapshot snapshot, String provider) {
        ProviderEntry entry = snapshot.providers().get(provider);
        return entry != null
                ? Optional.of(new Place(entry.info(), Optional.of(entry)))
                : successors.awaited(snapshot.gone().providers(), provider)
                        .map(gone -> new Place(gone.what(), Optional.empty()));
    }

    private Place owner(Snapshot snapshot, WireRequest request) {
        Optional<String> named = request.headers().first(ClientHeaders.PROVIDER);
        if (named.isPresent()) {
            return place(snapshot, named.get()).orElseThrow(() -> configuredProviders.test(named.get())
                    ? notInstalled(named.get())
                    : ownerError("There is no provider '" + named.get() + "'."));
        }
        List<Place> offering = places(snapshot).stream().filter(place -> place.info().offers(request)).toList();
        return switch (offering.size()) {
            case 1 -> offering.getFirst();
            case 0 -> throw ownerError("No provider has " + request.operation().name() + ".");
            default -> throw ownerError("Several providers have " + request.operation().name() + ": name one of "
                    + offering.stream().map(place -> place.info().name()).sorted().collect(Collectors.joining(", "))
                    + " in the header " + ClientHeaders.PROVIDER + ".");
        };
    }

    private static GatewayException ownerError(String message) {
        return new GatewayException(ErrorKind.INVALID_REQUEST, message).withParam(ClientHeaders.PROVIDER);
    }

    private List<Place> places(Snapshot snapshot) {
        List<Place> all = new ArrayList<>(snapshot.providers().size());
        snapshot.providers().keySet().forEach(name -> place(snapshot, name).ifPresent(all::add));
        snapshot.gone().providers().keySet().forEach(name -> place(snapshot, name).ifPresent(all::add));
        return all;
    }

    /** The targets that a client itself names, to go on to where the plan's do not answer. */
    private List<Plan.Step> asked(Snapshot snapshot, Exchange exchange, List<String> models,
            Successors.Waiting waiting) {
        List<Plan.Step> steps = new ArrayList<>();
        for (int i = 0; i < models.size(); i++) {
            String entry = "fallbacks[" + i + "]";
            if (!exchange.caller().mayUse(models.get(i))) {
                throw new GatewayException(ErrorKind.PERMISSION, "The virtual key '" + exchange.caller().name()
                        + "' may not use the model '" + models.get(i) + "'.").withParam(entry);
            }
            try {
                Plan plan =
                        plan(snapshot, exchange, models.get(i), route(snapshot, exchange, models.get(i), waiting));
                steps.addAll(plan.targets());
                steps.addAll(plan.fallbacks().general());
            } catch (GatewayException e) {
                throw e.withParam(entry);
            }
        }
        return steps;
    }

    private Plan routed(Snapshot snapshot, Exchange exchange, Route route, String model) {
        List<Target> targets = present(snapshot, route.targets(), model);
        List<Plan.Step> steps = new ArrayList<>();
        List<Plan.Step> awaited = new ArrayList<>();
        for (Target target : balanced(snapshot, exchange, route, targets)) {
            addStep(steps, awaited, snapshot, route, target);
        }
        if (targets.size() < route.targets().size()) {
            route.targets().stream().map(spec -> spec.target(model))
                    .filter(target -> !snapshot.providers().containsKey(target.provider()))
                    .forEach(target -> addStep(steps, awaited, snapshot, route, target));
        }
        steps.addAll(awaited);
        Fallbacks fallbacks = fallbacks(snapshot, route, model);
        if (steps.isEmpty() && fallbacks.general().isEmpty()) {
            throw route.targets().isEmpty()
                    ? new GatewayException(ErrorKind.MODEL_NOT_FOUND,
                            "The route '" + route.name() + "' has no targets.")
                    : notInstalled(route.targets().getFirst().provider());
        }
        return new Plan(Optional.of(route), steps, fallbacks);
    }

    private Fallbacks fallbacks(Snapshot snapshot, Route route, String model) {
        FallbackSpecs specs = route.fallbacks();
        List<Plan.Step> general = steps(snapshot, route, specs.general(), model);
        if (specs.byKind().isEmpty() && specs.also().isEmpty()) {
            return Fallbacks.of(general);
        }
        Map<ErrorKind, List<Plan.Step>> byKind = new EnumMap<>(ErrorKind.class);
        specs.byKind().forEach((kind, some) -> byKind.put(kind, steps(snapshot, route, some, model)));
        return new Fallbacks(general, byKind, specs.also());
    }

    private List<Plan.Step> steps(Snapshot snapshot, Route route, List<TargetSpec> specs, String model) {
        List<Plan.Step> steps = new ArrayList<>(specs.size());
        for (TargetSpec spec : specs) {
            addStep(steps, steps, snapshot, route, spec.target(model));
        }
        return steps;
    }

    /** What mirrors an exchange at one of its route's shadows; empty where that provider is not there. */
    Optional<Plan> shadow(Snapshot snapshot, Exchange exchange, Route route, TargetSpec shadow) {
        return steps(snapshot, route, List.of(shadow), exchange.model()).stream()
                .filter(step -> step.provider().isPresent()).findFirst().map(step -> Plan.once(route, step));
    }

    private static List<Target> present(Snapshot snapshot, List<TargetSpec> specs, String model) {
        List<Target> targets = new ArrayList<>(specs.size());
        for (TargetSpec spec : specs) {
            if (snapshot.providers().containsKey(spec.provider())) {
                targets.add(spec.target(model));
            }
        }
        return targets;
    }

    private static List<Target> balanced(Snapshot snapshot, Exchange exchange, Route route, List<Target> targets) {
        if (targets.size() < 2) {
            return targets;
        }
        Optional<String> key = route.sticky().key(exchange);
        if (key.isPresent()) {
            return Rendezvous.order(key.get(), targets);
        }
        Balancer balancer = snapshot.balancers().get(route.settings().balancer());
        return balancer == null ? targets : balancer.order(exchange, List.copyOf(targets));
    }

    private void addStep(List<Plan.Step> steps, List<Plan.Step> awaited, Snapshot snapshot, Route route,
            Target target) {
        place(snapshot, target.provider()).ifPresent(place -> (place.provider().isPresent() ? steps : awaited)
                .add(place.step(target, route.override(place.info().timeouts()))));
    }

    private List<Place> having(Snapshot snapshot, String model) {
        List<Place> all = places(snapshot);
        List<Place> having = new ArrayList<>();
        for (Place place : all) {
            if (place.info().has(model) || snapshot.keysOf(place.info().name()).keys().stream()
                    .anyMatch(key -> key.names(model))) {
                having.add(place);
            }
        }
        if (having.isEmpty() && all.size() == 1) {
            return all;
        }
        if (having.isEmpty()) {
            all.stream().filter(place -> models.has(snapshot, place.info(), place.provider(), model))
                    .forEach(having::add);
        }
        if (having.isEmpty()) {
            throw notFound(model);
        }
        having.sort(Comparator.comparing((Place place) -> place.provider().isEmpty())
                .thenComparing(place -> place.info().name()));
        return having;
    }

    private static Plan direct(List<Place> places, String model) {
        List<Plan.Step> steps = new ArrayList<>(places.size());
        for (Place place : places) {
            steps.add(place.step(Target.of(place.info().name(), model, 1), place.info().timeouts()));
        }
        return new Plan(Optional.empty(), steps, Fallbacks.NONE);
    }

    private GatewayException undecided(Route route, Unread missing) {
        return new GatewayException(ErrorKind.OVERLOADED,
                "Whether the route '" + route.name() + "' is for this request cannot be told: " + missing.bundle()
                        + ", the bundle that reads its condition, is not there: try again soon.")
                .withRetryAfter(successors.retryAfter());
    }

    /** The error for a model that nobody has. */
    static GatewayException notFound(String model) {
        return new GatewayException(ErrorKind.MODEL_NOT_FOUND, "The model '" + model + "' does not exist: no route and "
                + "no provider has it.").withParam("model").withCode("model_not_found");
    }

    /** The error for a provider whose bundle is not there. */
    static GatewayException notInstalled(String provider) {
        return new GatewayException(ErrorKind.PROVIDER_NOT_INSTALLED, "provider not installed: '" + provider
                + "' is configured or routed to, but no bundle provides it now.").withParam("model")
                .withCode("provider_not_installed");
    }
}
