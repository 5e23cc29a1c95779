/** Version 2 of Cohere's API. */
@NullMarked
package io.patchbay.dialect.cohere.internal;

import org.jspecify.annotations.NullMarked;
