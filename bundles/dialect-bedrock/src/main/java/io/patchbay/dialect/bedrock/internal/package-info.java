/** Amazon Bedrock's Converse and ConverseStream. */
@NullMarked
package io.patchbay.dialect.bedrock.internal;

import org.jspecify.annotations.NullMarked;
