/** The cache that keeps answers in memory. */
@NullMarked
package io.patchbay.plugin.memorycache.internal;

import org.jspecify.annotations.NullMarked;
