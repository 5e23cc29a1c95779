/** The dialect {@code openai-responses}. */
@NullMarked
package io.patchbay.dialect.responses.internal;

import org.jspecify.annotations.NullMarked;
