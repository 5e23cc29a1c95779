/** What a bundle author tests with: contract tests, a fake upstream, a fake clock, recordings. */
@NullMarked
@Export
@Version("0.1.0")
package io.patchbay.testkit;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
