/** The management plane: its server, its credential, health and readiness, and what can be done to bundles. */
@NullMarked
package io.patchbay.management.internal;

import org.jspecify.annotations.NullMarked;
