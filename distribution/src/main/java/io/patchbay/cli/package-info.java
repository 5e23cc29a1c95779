/**
 * The commands that change a gateway that runs: a client of its admin API. Nothing here is on the gateway's class path in
 * use; it starts in a fraction of a second, which is why it is written without a framework.
 */
@NullMarked
package io.patchbay.cli;

import org.jspecify.annotations.NullMarked;
