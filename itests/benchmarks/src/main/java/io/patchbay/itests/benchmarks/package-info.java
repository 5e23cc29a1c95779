/** The gateway beside a bare relay, nginx and nothing at all: CPU, latency and memory, measured in one interleaved run. */
@NullMarked
package io.patchbay.itests.benchmarks;

import org.jspecify.annotations.NullMarked;
