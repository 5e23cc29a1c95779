package io.patchbay.ingress.internal;

import java.util.random.RandomGenerator;

/**
 * All that a request is served by; a request reads it once, but for the pipeline, which it reads when it needs it.
 *
 * @param settings the limits
 * @param router the endpoints
 * @param beside what some requests find in place of these
 * @param authenticator who is let in
 * @param pipeline who answers
 */
record Snapshot(Settings settings, Router router, Beside beside, Authenticator authenticator, Pipeline pipeline) {
    /** Without endpoints and pipeline. */
    static Snapshot of(Settings settings, Authenticator authenticator) {
        return new Snapshot(settings, Router.EMPTY, Beside.NOTHING, authenticator, new Pipeline.Missing());
    }

    Snapshot withRouter(Router other, Beside otherBeside) {
        return new Snapshot(settings, other, otherBeside, authenticator, pipeline);
    }

    Snapshot withAccess(Settings otherSettings, Authenticator other) {
        return new Snapshot(otherSettings, router, beside, other, pipeline);
    }

    Snapshot withPipeline(Pipeline other) {
        return new Snapshot(settings, router, beside, authenticator, other);
    }

    /** What one request is served by. */
    Snapshot draw(RandomGenerator random) {
        return beside.draw(random) ? withRouter(beside.router(), Beside.NOTHING) : this;
    }
}
