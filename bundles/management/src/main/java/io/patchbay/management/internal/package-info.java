/** The management plane: its server, its credential, health and readiness. */
@NullMarked
package io.patchbay.management.internal;

import org.jspecify.annotations.NullMarked;
