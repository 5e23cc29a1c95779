/** Ollama's own API. */
@NullMarked
package io.patchbay.dialect.ollama.internal;

import org.jspecify.annotations.NullMarked;
