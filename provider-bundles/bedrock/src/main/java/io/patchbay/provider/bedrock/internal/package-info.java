/** Models on Amazon Bedrock. */
@NullMarked
package io.patchbay.provider.bedrock.internal;

import org.jspecify.annotations.NullMarked;
