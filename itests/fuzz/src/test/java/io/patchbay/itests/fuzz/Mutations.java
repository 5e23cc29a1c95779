package io.patchbay.itests.fuzz;

import io.patchbay.api.exchange.Bytes;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Damages JSON, or anything with JSON in it, a little: bytes changed, lost or doubled, values of another type. Always the
 * same way.
 */
final class Mutations {
    private static final int MOST_CHANGES = 4;
    private static final int MOST_BYTES = 30;
    private static final String DEEP = "[".repeat(990) + "]".repeat(990);
    private static final List<String> VALUES = List.of("null", "1", "-0.5e400", "1e999999999", "9223372036854775808",
            "\"\"", "\"x\\ud800\"", "[]", "{}", "[[1]]", "[null]", "{\"text\":\"a\"}", "true", DEEP);
    private static final Bytes COLON = Bytes.utf8(":");
    private static final String ENDS_A_VALUE = ",}]{[";

    private final SplittableRandom random = new SplittableRandom(42);

    /** The next damaged copy. */
    Bytes of(Bytes good) {
        Bytes bytes = good;
        for (int change = random.nextInt(MOST_CHANGES); change >= 0 && !bytes.isEmpty(); change--) {
            int at = random.nextInt(bytes.size());
            int to = Math.min(bytes.size(), at + random.nextInt(MOST_BYTES));
            bytes = switch (random.nextInt(7)) {
                case 0 -> bytes.splice(at, at + 1, Bytes.wrap(new byte[]{(byte) random.nextInt(256)}));
                case 1 -> bytes.splice(at, to, Bytes.EMPTY);
                case 2 -> bytes.splice(at, at, bytes.slice(at, to));
                default -> value(bytes, at);
            };
        }
        return bytes;
    }

    /** The next value of a member becomes another one. */
    private Bytes value(Bytes bytes, int at) {
        int colon = bytes.indexOf(COLON, at);
        if (colon < 0) {
            return bytes;
        }
        int end = colon + 1;
        while (end < bytes.size() && ENDS_A_VALUE.indexOf(bytes.at(end)) < 0) {
            end++;
        }
        return bytes.splice(colon + 1, end, Bytes.utf8(VALUES.get(random.nextInt(VALUES.size()))));
    }
}
