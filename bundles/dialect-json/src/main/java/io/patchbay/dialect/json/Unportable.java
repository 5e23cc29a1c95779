package io.patchbay.dialect.json;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;

/** What a client asks for that no provider of another dialect can do. */
public final class Unportable {
    private Unportable() {}

    /**
     * The error, of kind {@code INVALID_REQUEST}.
     *
     * @param what what is asked for, with its verb: {@code 'store' is}
     * @param param the member
     * @param dialect the dialect that has it
     * @param why what keeps the provider from it, after "and"
     */
    public static GatewayException error(String what, String param, String dialect, String why) {
        return new GatewayException(ErrorKind.INVALID_REQUEST,
                what + " not possible with the provider of this model: it "
                        + "does not speak " + dialect + ", and " + why)
                .withParam(param).withCode("unsupported_parameter");
    }

    /** Whether a member is there and says something. */
    public static boolean isSaid(Extras extras, String name) {
        return extras.has(name) && !extras.is(name, "null");
    }
}
