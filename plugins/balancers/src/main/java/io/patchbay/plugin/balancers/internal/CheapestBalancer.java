package io.patchbay.plugin.balancers.internal;

import io.patchbay.api.config.BalancerName;
import io.patchbay.api.config.ChecksSettings;
import io.patchbay.api.config.SettingsCheck;
import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.exchange.Target;
import io.patchbay.api.routing.Balancer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * Puts the targets in the order of their prices, one whose price nobody has told last; equal ones are drawn by weight. It
 * stays the same service when its prices change, so that no request meets a moment without it.
 */
@Component(configurationPid = CheapestBalancer.PID)
@Designate(ocd = CheapestBalancer.Config.class)
@BalancerName("cheapest")
@ChecksSettings(CheapestBalancer.PID)
public final class CheapestBalancer implements Balancer, SettingsCheck {
    static final String PID = "io.patchbay.balancer.cheapest";

    private final Supplier<? extends RandomGenerator> random;
    private volatile List<Price> prices;

    /** The settings of the balancer. */
    @ObjectClassDefinition(name = "Patchbay: balancer by price", description = "What the balancer 'cheapest' goes by.")
    @interface Config {
        @AttributeDefinition(name = "Prices", required = false, description = "provider/model=input,output, each in USD per million tokens, such as openai/gpt-4o=2.5,10; in provider/model, * stands for any text. The first one that fits counts.")
        String[] prices() default {};
    }

    /**
     * Goes by these prices.
     *
     * @throws IllegalArgumentException where one cannot be read
     */
    @Activate
    public CheapestBalancer(Config config) {
        this(ThreadLocalRandom::current, config.prices());
    }

    CheapestBalancer(Supplier<? extends RandomGenerator> random, String... prices) {
        this.random = random;
        this.prices = read(prices);
    }

    /** Where a price cannot be read, all stay as they were, and the exception is logged by DS. */
    @Modified
    void modified(Config config) {
        prices = read(config.prices());
    }

    private static List<Price> read(String... prices) {
        return Stream.of(prices).map(Price::parse).toList();
    }

    @Override
    public Map<String, String> check(Map<String, Object> settings) {
        return SettingsCheck.unreadable(settings, "prices", value -> read((String[]) value));
    }

    @Override
    public List<Target> order(Exchange exchange, List<Target> targets) {
        return Ranking.byCost(Ranking.drawn(targets, random.get()), this::price);
    }

    private double price(Target target) {
        String name = target.toString();
        for (Price price : prices) {
            if (price.target().matches(name)) {
                return price.perMillionTokens();
            }
        }
        return Double.POSITIVE_INFINITY;
    }
}
