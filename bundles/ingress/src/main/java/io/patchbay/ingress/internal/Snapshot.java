package io.patchbay.ingress.internal;

/**
 * All that a request is served by; a request reads it once, but for the pipeline, which it reads when it needs it.
 *
 * @param settings the limits
 * @param router the endpoints
 * @param authenticator who is let in
 * @param pipeline who answers
 */
record Snapshot(Settings settings, Router router, Authenticator authenticator, Pipeline pipeline) {
    Snapshot withRouter(Router other) {
        return new Snapshot(settings, other, authenticator, pipeline);
    }

    Snapshot withAccess(Settings otherSettings, Authenticator other) {
        return new Snapshot(otherSettings, router, other, pipeline);
    }

    Snapshot withPipeline(Pipeline other) {
        return new Snapshot(settings, router, authenticator, other);
    }
}
