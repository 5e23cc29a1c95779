package io.patchbay.api.routing;

import io.patchbay.api.exchange.Target;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What the attempts under way and those lately over tell of targets, for a {@link Balancer} to go by.
 *
 * <p>A service of the platform; quick, and safe for use by many threads.
 */
@ProviderType
public interface TargetLoads {
    /**
     * The load of a target, as it is now.
     *
     * @param target the target; its weight is of no account
     * @return its load; that of one that is idle, sound and of unknown speed where nothing is known
     */
    TargetLoad of(Target target);
}
