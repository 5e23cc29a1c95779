package io.patchbay.api.routing;

import java.time.Duration;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What is known of a target at one moment: how busy, how quick and how sound it is.
 *
 * <p>A value, which does not change. It comes from all attempts of this gateway, whatever route they were made for.
 */
@ProviderType
public interface TargetLoad {
    /** How many attempts are under way, from sending on until the last byte. */
    int inFlight();

    /**
     * How long the target makes one wait for the first useful event of a stream, or for the whole of another answer: an
     * average in which a slow answer counts in full at once and fades within some ten seconds. A failure counts as a slow
     * answer, the more so the more there are; so does an attempt that still waits.
     *
     * @return the time; zero where the target was never asked, or so long ago that it says nothing
     */
    Duration latency();

    /** The share of late attempts that failed, from 0 to 1; 0 where the target was never asked, or long ago. */
    double failureShare();
}
