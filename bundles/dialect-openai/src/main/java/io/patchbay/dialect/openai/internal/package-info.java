/** OpenAI's chat completions, embeddings and model list. */
@NullMarked
package io.patchbay.dialect.openai.internal;

import org.jspecify.annotations.NullMarked;
