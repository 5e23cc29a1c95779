/** The gateway beside a bare relay, nginx and nothing at all: CPU, latency, memory, in one run, in turns. */
@NullMarked
package io.patchbay.itests.benchmarks;

import org.jspecify.annotations.NullMarked;
