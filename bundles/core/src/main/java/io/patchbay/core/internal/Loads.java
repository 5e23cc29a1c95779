package io.patchbay.core.internal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.patchbay.api.exchange.Target;
import io.patchbay.api.routing.TargetLoad;
import io.patchbay.api.routing.TargetLoads;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * The loads of all targets, told by the attempts at them.
 *
 * <p>Kept under provider and model, so that they outlive configurations and bundles. Clients may make up models: what is
 * seldom asked for is forgotten when there are too many, and everything when nobody has asked for it for an hour.
 */
@Component(service = {Loads.class, TargetLoads.class})
public final class Loads implements TargetLoads {
    private static final int MOST_TARGETS = 10_000;
    private static final Duration KEPT = Duration.ofHours(1);

    private final Cache<Target, Load> loads;
    private final Function<Target, Load> unknown;

    /** Nothing is known yet. */
    @Activate
    public Loads() {
        this(Time.SYSTEM);
    }

    Loads(Time time) {
        unknown = _ -> new Load(time);
        loads = Caffeine.newBuilder()
                .maximumSize(MOST_TARGETS)
                .expireAfterAccess(KEPT)
                .ticker(time::nanos)
                // In the calling thread: a pool of the JVM would hold on to this bundle's classes.
                .executor(Runnable::run)
                .build();
    }

    /** An attempt at a target, which is sent now. */
    Running begins(Target target) {
        return loads.get(target, unknown).begins();
    }

    @Override
    public TargetLoad of(Target target) {
        Load known = loads.getIfPresent(target);
        return known == null ? Load.Reading.NOTHING : known.read();
    }

    /** Forgets all targets of a provider. */
    void forget(String provider) {
        loads.asMap().keySet().removeIf(target -> target.provider().equals(provider));
    }

    /** The loads of all targets that are known, in the order of their names. */
    Map<String, TargetLoad> all() {
        Map<String, TargetLoad> all = new TreeMap<>();
        loads.asMap().forEach((target, load) -> all.put(target.toString(), load.read()));
        return all;
    }

    /** One attempt under way, which is told what it meets; safe for use by many threads. */
    interface Running {
        /** The first useful event is there, or the whole answer, so long after the request was sent. */
        void firstEvent(long nanos);

        /**
         * The attempt is over; only the first call counts.
         *
         * @param failed whether the target is to blame, which it is not for a client that has gone
         */
        void ended(boolean failed);
    }
}
