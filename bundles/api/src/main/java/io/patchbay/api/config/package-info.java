/** Component property types, so that nobody types a property string. */
@NullMarked
@Export
@Version("0.1.0")
package io.patchbay.api.config;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
