package io.patchbay.provider.mock.internal;

/** A request that a vendor would refuse with status 400, because of one of its parameters. */
final class InvalidParameter extends Exception {
    private static final long serialVersionUID = 1;

    private final String parameter;
    private final String reason;
    private final String code;

    /**
     * A refusal.
     *
     * @param parameter the parameter's name
     * @param reason what is wrong with it, for people
     * @param code what is wrong with it, in OpenAI's words for programs
     */
    InvalidParameter(String parameter, String reason, String code) {
        super(reason);
        this.parameter = parameter;
        this.reason = reason;
        this.code = code;
    }

    /** The parameter's name. */
    String parameter() {
        return parameter;
    }

    /** What is wrong with it, for people. */
    String reason() {
        return reason;
    }

    /** What is wrong with it, in OpenAI's words for programs. */
    String code() {
        return code;
    }
}
