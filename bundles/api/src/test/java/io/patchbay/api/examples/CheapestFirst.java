package io.patchbay.api.examples;

import io.patchbay.api.config.BalancerName;
import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.exchange.Target;
import io.patchbay.api.routing.Balancer;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/** A balancer by cost: the cheapest target first, one without a price last. */
@Component
@BalancerName("cheapest")
final class CheapestFirst implements Balancer {
    private final Map<String, Double> pricePerMillionTokens;

    CheapestFirst(Map<String, Double> pricePerMillionTokens) {
        this.pricePerMillionTokens = Map.copyOf(pricePerMillionTokens);
    }

    @Override
    public List<Target> order(Exchange exchange, List<Target> targets) {
        return targets.stream().sorted(Comparator.comparingDouble(this::price)).toList();
    }

    private double price(Target target) {
        return pricePerMillionTokens.getOrDefault(target.toString(), Double.POSITIVE_INFINITY);
    }
}
