package io.patchbay.api.error;

/**
 * The kind of an error: it alone decides whether another attempt may help, the HTTP status that a client sees, and
 * whether the error's text is public.
 *
 * <p>The set grows: a {@code switch} over it carries a {@code default}.
 */
public enum ErrorKind {
    /** The request itself is wrong, and would be wrong everywhere. */
    INVALID_REQUEST(400, Remedy.NONE, true),
    /** A body or a header is larger than what is accepted. */
    TOO_LARGE(413, Remedy.NONE, true),
    /** The client's credential is missing or unknown. */
    AUTHENTICATION(401, Remedy.NONE, true),
    /** The client's credential is known, but not allowed to do this. */
    PERMISSION(403, Remedy.NONE, true),
    /** The upstream refused the key that Patchbay sent; another key may work. */
    KEY_REFUSED(502, Remedy.OTHER_KEY, false),
    /** There is no such path, or not with this method. */
    NOT_FOUND(404, Remedy.NONE, true),
    /** No provider has the model that was asked for. */
    MODEL_NOT_FOUND(404, Remedy.NONE, true),
    /** The model is routed to a provider whose bundle is not there. */
    PROVIDER_NOT_INSTALLED(503, Remedy.OTHER_TARGET, true),
    /** The conversation is longer than the model takes. */
    CONTEXT_LENGTH(400, Remedy.NONE, true),
    /** A content policy refused the request or the answer. */
    CONTENT_FILTERED(400, Remedy.NONE, true),
    /** A limit of the upstream, or of Patchbay, is used up for now. */
    RATE_LIMITED(429, Remedy.OTHER_KEY, true),
    /** The upstream, or Patchbay, has more work than it can take. */
    OVERLOADED(503, Remedy.OTHER_TARGET, true),
    /** A deadline ran out. */
    TIMEOUT(504, Remedy.OTHER_TARGET, true),
    /** The upstream could not be reached, broke off, or answered with something that is no answer. */
    UPSTREAM(502, Remedy.OTHER_TARGET, true),
    /** The client is gone: nobody reads the answer any more. */
    CANCELLED(499, Remedy.NONE, true),
    /** Patchbay, or a bundle in it, is broken. */
    INTERNAL(500, Remedy.NONE, false),
    /** An error of the upstream that fits no other kind; its status says more. */
    OTHER(502, Remedy.NONE, true);

    /** What may help after an error. */
    public enum Remedy {
        /** Nothing: the error goes to the client. */
        NONE,
        /** Another key of the same provider, and then another target. */
        OTHER_KEY,
        /** The same target once more, or another one. */
        OTHER_TARGET
    }

    private final int status;
    private final Remedy remedy;
    private final boolean textPublic;

    ErrorKind(int status, Remedy remedy, boolean textPublic) {
        this.status = status;
        this.remedy = remedy;
        this.textPublic = textPublic;
    }

    /** The HTTP status that a client sees, unless the error carries an upstream's own. */
    public int status() {
        return status;
    }

    /** What may help after an error of this kind. */
    public Remedy remedy() {
        return remedy;
    }

    /** Whether the message of such an error may be shown to a client; if not, the client sees a general one. */
    public boolean textPublic() {
        return textPublic;
    }
}
