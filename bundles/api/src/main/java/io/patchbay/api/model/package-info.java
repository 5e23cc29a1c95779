/** The neutral values that every dialect is read into and written from. */
@NullMarked
@Export
@Version("0.1.0")
package io.patchbay.api.model;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
