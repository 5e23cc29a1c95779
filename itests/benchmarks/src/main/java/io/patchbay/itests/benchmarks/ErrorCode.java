package io.patchbay.itests.benchmarks;

import java.nio.charset.StandardCharsets;

/** The code of an error in OpenAI's schema, so that a failure's reason says more than a status. */
final class ErrorCode {
    private static final byte[] CODE = Ascii.bytes("\"code\":\"");
    private static final byte[] QUOTE = Ascii.bytes("\"");

    private ErrorCode() {}

    /** A blank and the code; empty where a body has none. */
    static String of(byte[] body, int length) {
        int at = Ascii.find(CODE, body, 0, length);
        int end = at < 0 ? at : Ascii.find(QUOTE, body, at + CODE.length, length);
        return end < 0
                ? ""
                : ' ' + new String(body, at + CODE.length, end - at - CODE.length, StandardCharsets.ISO_8859_1);
    }
}
