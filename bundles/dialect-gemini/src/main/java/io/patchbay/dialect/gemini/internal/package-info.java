/** Google's Gemini API: content generation, embeddings and the model list. */
@NullMarked
package io.patchbay.dialect.gemini.internal;

import org.jspecify.annotations.NullMarked;
