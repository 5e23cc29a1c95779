/** Azure OpenAI. */
@NullMarked
package io.patchbay.provider.azure.internal;

import org.jspecify.annotations.NullMarked;
