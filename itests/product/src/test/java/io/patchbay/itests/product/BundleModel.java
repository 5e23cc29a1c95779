package io.patchbay.itests.product;

import java.util.List;
import java.util.Optional;

/** What has to be of a bundle, told by what was done to it: a model in a few lines of what the gateway does in many. */
final class BundleModel {
    private final String name;
    private final Optional<String> shipped;
    private Optional<String> serving;
    private boolean broken;
    private boolean stopped;
    private boolean removed;

    /**
     * A bundle to which nothing was done yet.
     *
     * @param name the symbolic name
     * @param shipped the version that the distribution has, if it has one
     */
    BundleModel(String name, Optional<String> shipped) {
        this.name = name;
        this.shipped = shipped;
        serving = shipped;
    }

    String name() {
        return name;
    }

    /** Whether there is a version, stopped or not. */
    boolean isInstalled() {
        return serving.isPresent();
    }

    boolean isStopped() {
        return stopped;
    }

    boolean isRunning() {
        return serving.isPresent() && !stopped;
    }

    /** Whether the jar in {@code deploy/} is one that is refused. */
    boolean isBroken() {
        return broken;
    }

    /** Whether only the distribution has a jar of it, which was taken away. */
    boolean isRemoved() {
        return removed && serving.isEmpty();
    }

    /** By the API. A version that was taken away counts as shipped again. */
    void installed(String version) {
        deployed(version);
        removed = false;
    }

    /** By a jar in {@code deploy/}. */
    void deployed(String version) {
        serving = Optional.of(version);
        broken = false;
    }

    /** By a jar in {@code deploy/} that is of no use: what there is stays. */
    void brokenDeployed() {
        broken = true;
    }

    /** By the API. */
    void removed() {
        serving = Optional.empty();
        removed = shipped.isPresent();
        broken = false;
        stopped = false;
    }

    /** By taking the jar out of {@code deploy/}. */
    void undeployed() {
        serving = removed ? Optional.empty() : shipped;
        broken = false;
    }

    /** By the API. */
    void stopped() {
        stopped = true;
    }

    /** By the API, which also brings back what was shipped. */
    void started() {
        stopped = false;
        if (serving.isEmpty()) {
            serving = shipped;
            removed = false;
        }
    }

    /** What the API must tell, of what serves or would. */
    List<String> expected() {
        return serving.stream().map(version -> version + (stopped ? " stopped" : " active")).toList();
    }
}
