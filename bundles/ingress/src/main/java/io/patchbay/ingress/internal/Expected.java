package io.patchbay.ingress.internal;

import io.patchbay.api.exchange.Endpoint;
import java.util.List;

/**
 * A dialect that was withdrawn and whose successor may be on its way. Holds nothing of its bundle's classes.
 *
 * @param name its name
 * @param endpoints where clients found it
 * @param bundleId its bundle
 * @param window how long its successor is waited for
 */
record Expected(String name, List<Endpoint> endpoints, long bundleId, Window window) {}
