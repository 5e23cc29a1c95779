package io.patchbay.management.internal;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the folders say at one moment.
 *
 * @param wanted the jars by symbolic name, best first: the deployed one, then the shipped one
 * @param stopped the symbolic names of what must not run
 * @param unsettled jars that cannot be judged now, being written or damaged: what runs from them stays
 * @param moving whether a jar is being written or moved, so that what is missing may be on its way
 * @param refusals what is wrong
 */
record Look(Map<String, List<BundleJar>> wanted, Set<String> stopped, Set<String> unsettled, boolean moving,
        List<Refusal> refusals) {
    /**
     * A jar that is not taken.
     *
     * @param source the jar: its folder and its name
     * @param name the symbolic name where it is known, else the jar's name
     * @param version the bundle's; empty where it is not known
     * @param reason what is wrong with it
     */
    record Refusal(String source, String name, String version, String reason) {}
}
