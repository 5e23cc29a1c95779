package io.patchbay.plugin.balancers.internal;

import io.patchbay.api.config.BalancerName;
import io.patchbay.api.config.ChecksSettings;
import io.patchbay.api.config.SettingsCheck;
import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.exchange.Target;
import io.patchbay.api.routing.Balancer;
import io.patchbay.api.routing.Rendezvous;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * Sends what is alike to the same target, and over all in proportion to the weights; what has nothing to tell it by is
 * drawn by weight. It stays the same service when its settings change, so that no request meets a moment without it.
 */
@Component(configurationPid = StickyBalancer.PID)
@Designate(ocd = StickyBalancer.Config.class)
@BalancerName("sticky")
@ChecksSettings(StickyBalancer.PID)
public final class StickyBalancer implements Balancer, SettingsCheck {
    static final String PID = "io.patchbay.balancer.sticky";

    private final Supplier<? extends RandomGenerator> random;
    private volatile List<Likeness> by;

    /** The settings of the balancer. */
    @ObjectClassDefinition(name = "Patchbay: sticky balancer", description = "What requests have in common that the balancer 'sticky' sends to the same target.")
    @interface Config {
        @AttributeDefinition(name = "By", description = "header:<name>, user or prompt (its beginning): the first of these that a request has.")
        String[] by() default "prompt";

        @AttributeDefinition(name = "Beginning of the prompt", min = "1", description = "How much of the system's messages and the first one of the user counts, in characters.")
        int promptChars() default 4096;
    }

    /**
     * Goes by these settings.
     *
     * @throws IllegalArgumentException where one cannot be read
     */
    @Activate
    public StickyBalancer(Config config) {
        this(ThreadLocalRandom::current, config.promptChars(), config.by());
    }

    StickyBalancer(Supplier<? extends RandomGenerator> random, int promptChars, String... by) {
        this.random = random;
        this.by = read(promptChars, by);
    }

    /** Where a setting cannot be read, all stay as they were, and the exception is logged by DS. */
    @Modified
    void modified(Config config) {
        by = read(config.promptChars(), config.by());
    }

    private static List<Likeness> read(int promptChars, String... by) {
        return Stream.of(by).map(text -> Likeness.parse(text, promptChars)).toList();
    }

    @Override
    public Map<String, String> check(Map<String, Object> settings) {
        return SettingsCheck.unreadable(settings, "by", value -> read(1, (String[]) value));
    }

    @Override
    public List<Target> order(Exchange exchange, List<Target> targets) {
        for (Likeness likeness : by) {
            Optional<String> key = likeness.of(exchange);
            if (key.isPresent()) {
                return Rendezvous.order(key.get(), targets);
            }
        }
        return Ranking.drawn(targets, random.get());
    }
}
