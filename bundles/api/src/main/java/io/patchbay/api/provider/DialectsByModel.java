package io.patchbay.api.provider;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A {@link Provider} that does not take requests for all of its models in the same dialects. Safe for use by many threads.
 */
@ConsumerType
@FunctionalInterface
public interface DialectsByModel {
    /**
     * Says in which dialects a model is asked.
     *
     * @param model the model, as the upstream knows it
     * @return dialects of {@link io.patchbay.api.config.Speaks}, best first
     */
    List<String> dialects(String model);
}
