package com.example.acme;

import io.patchbay.api.config.BalancerName;
import io.patchbay.api.exchange.Exchange;
import io.patchbay.api.exchange.Target;
import io.patchbay.api.routing.Balancer;
import java.util.Comparator;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** A balancer that prefers a provider, as long as it is there; routes choose it by its name. */
@Component(configurationPid = "com.example.acme.prefer", configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = PreferBalancer.Settings.class)
@BalancerName("prefer")
public final class PreferBalancer implements Balancer {
    private final String provider;

    @ObjectClassDefinition(name = "Acme: prefer", description = "Prefers a provider.")
    @interface Settings {
        @AttributeDefinition(name = "Provider", description = "The name of the provider that is asked first.")
        String provider();
    }

    @Activate
    public PreferBalancer(Settings settings) {
        this(settings.provider());
    }

    PreferBalancer(String provider) {
        this.provider = provider;
    }

    @Override
    public List<Target> order(Exchange exchange, List<Target> targets) {
        return targets.stream().sorted(Comparator.comparing(target -> !target.provider().equals(provider))).toList();
    }
}
