/** Metrics of exchanges and of the process, for Prometheus. */
@NullMarked
package io.patchbay.telemetry.internal;

import org.jspecify.annotations.NullMarked;
