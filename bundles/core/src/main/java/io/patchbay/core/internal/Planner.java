package io.patchbay.core.internal;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.exchange.Target;
import io.patchbay.api.routing.Balancer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Turns the model that a client asks for into a plan.
 *
 * <p>{@code provider/model} goes straight to that provider. Else the most specific route that fits decides. Else a bare
 * model goes to the providers that have it: those that say so in their settings or their keys', or the only one there
 * is, or those whose list of models names it.
 */
final class Planner {
    private final Predicate<String> configuredProviders;
    private final Models models;

    /**
     * A planner.
     *
     * @param configuredProviders whether a provider of that name is configured, installed or not
     * @param models what the providers' lists of models say
     */
    Planner(Predicate<String> configuredProviders, Models models) {
        this.configuredProviders = configuredProviders;
        this.models = models;
    }

    /**
     * Plans an exchange.
     *
     * @throws GatewayException of kind {@code MODEL_NOT_FOUND} or {@code PROVIDER_NOT_INSTALLED}
     */
    Plan plan(Snapshot snapshot, Exchange exchange) {
        String model = exchange.model();
        int slash = model.indexOf('/');
        if (slash > 0) {
            String prefix = model.substring(0, slash);
            ProviderEntry provider = snapshot.providers().get(prefix);
            if (provider != null) {
                return direct(List.of(provider), model.substring(slash + 1));
            }
        }
        for (ConfiguredRoute route : snapshot.routes()) {
            if (route.model().matches(model)) {
                return routed(snapshot, exchange, route, model);
            }
        }
        if (slash > 0 && configuredProviders.test(model.substring(0, slash))) {
            throw notInstalled(model.substring(0, slash));
        }
        return direct(having(snapshot, model), model);
    }

    private Plan routed(Snapshot snapshot, Exchange exchange, ConfiguredRoute route, String model) {
        List<Target> targets = present(snapshot, route.targets(), model);
        List<Plan.Step> steps = new ArrayList<>();
        for (Target target : balanced(snapshot, exchange, route, targets)) {
            addStep(steps, snapshot, route, target);
        }
        for (Target target : present(snapshot, route.fallbacks(), model)) {
            addStep(steps, snapshot, route, target);
        }
        if (steps.isEmpty()) {
            throw route.targets().isEmpty()
                    ? new GatewayException(ErrorKind.MODEL_NOT_FOUND,
                            "The route '" + route.name() + "' has no targets.")
                    : notInstalled(route.targets().getFirst().provider());
        }
        return new Plan(Optional.of(route), steps);
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

    private static List<Target> balanced(Snapshot snapshot, Exchange exchange, ConfiguredRoute route,
            List<Target> targets) {
        Balancer balancer = targets.size() < 2 ? null : snapshot.balancers().get(route.balancer());
        return balancer == null ? targets : balancer.order(exchange, List.copyOf(targets));
    }

    private static void addStep(List<Plan.Step> steps, Snapshot snapshot, ConfiguredRoute route, Target target) {
        ProviderEntry provider = snapshot.providers().get(target.provider());
        if (provider != null) {
            steps.add(new Plan.Step(target, provider, route.override(provider.timeouts())));
        }
    }

    private List<ProviderEntry> having(Snapshot snapshot, String model) {
        List<ProviderEntry> having = new ArrayList<>();
        for (ProviderEntry provider : snapshot.providers().values()) {
            if (provider.has(model) || snapshot.keysOf(provider.name()).keys().stream()
                    .anyMatch(key -> key.names(model))) {
                having.add(provider);
            }
        }
        if (having.isEmpty() && snapshot.providers().size() == 1) {
            return List.copyOf(snapshot.providers().values());
        }
        if (having.isEmpty()) {
            having.addAll(models.having(snapshot, model));
        }
        if (having.isEmpty()) {
            throw notFound(model);
        }
        having.sort((one, other) -> one.name().compareTo(other.name()));
        return having;
    }

    private static Plan direct(List<ProviderEntry> providers, String model) {
        List<Plan.Step> steps = new ArrayList<>(providers.size());
        for (ProviderEntry provider : providers) {
            steps.add(new Plan.Step(Target.of(provider.name(), model, 1), provider, provider.timeouts()));
        }
        return new Plan(Optional.empty(), steps);
    }

    /** The error for a model that nobody has. */
    static GatewayException notFound(String model) {
        return new GatewayException(ErrorKind.MODEL_NOT_FOUND, "The model '" + model + "' does not exist: no route and "
                + "no provider has it.").withParam("model").withCode("model_not_found");
    }

    private static GatewayException notInstalled(String provider) {
        return new GatewayException(ErrorKind.PROVIDER_NOT_INSTALLED, "provider not installed: '" + provider
                + "' is configured or routed to, but no bundle provides it now.").withParam("model")
                .withCode("provider_not_installed");
    }
}
