/** Anthropic's messages, the count of their tokens, and the model list. */
@NullMarked
package io.patchbay.dialect.anthropic.internal;

import org.jspecify.annotations.NullMarked;
