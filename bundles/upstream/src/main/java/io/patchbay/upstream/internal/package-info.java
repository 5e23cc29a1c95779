/** The HTTP client on Jetty, and the framing of answers. */
@NullMarked
package io.patchbay.upstream.internal;

import org.jspecify.annotations.NullMarked;
