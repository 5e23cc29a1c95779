/** Models on Vertex AI. */
@NullMarked
package io.patchbay.provider.vertex.internal;

import org.jspecify.annotations.NullMarked;
