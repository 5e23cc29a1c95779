package io.patchbay.config.internal;

import java.util.Collection;
import java.util.List;

/**
 * What came of an edit.
 *
 * @param etag the digest of the document's text
 * @param changed the PIDs of what is configured otherwise than before
 * @param warnings what an operator should look at
 */
record Change(String etag, Collection<String> changed, List<Problem> warnings) {}
