/** JSON as dialects need it: read strictly, kept as it came, and written again without losing anything. */
@NullMarked
package io.patchbay.dialect.json;

import org.jspecify.annotations.NullMarked;
