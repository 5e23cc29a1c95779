package io.patchbay.itests.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Bytes;
import java.util.Optional;
import java.util.function.Supplier;

/** What may come of reading anything: a value, or an error in words; what is then written is not much larger or deeper. */
final class Outcome {
    private static final int TIMES = 200;
    private static final int AT_LEAST = 64 * 1024;
    /** Nothing deeper than 1,000 is read; what is written around it is a little more. */
    private static final int DEEPEST = 1_100;

    private Outcome() {}

    /** What a reader made of its input; empty where it refused it. */
    static <T> Optional<T> of(Supplier<T> reader) {
        try {
            return Optional.of(reader.get());
        } catch (GatewayException e) {
            assertThat(e.message()).isNotEmpty();
            assertThat(e.kind()).isNotEqualTo(ErrorKind.INTERNAL);
            return Optional.empty();
        }
    }

    /** Checks what was written of an input. */
    static void checkWritten(int inputBytes, Bytes written) {
        assertThat(written.size()).isLessThanOrEqualTo(AT_LEAST + TIMES * inputBytes);
        assertThat(depth(written)).isLessThanOrEqualTo(DEEPEST);
    }

    /** How deep objects and arrays are in each other. */
    private static int depth(Bytes json) {
        int deepest = 0;
        int depth = 0;
        boolean text = false;
        for (int i = 0; i < json.size(); i++) {
            switch (json.at(i)) {
                case '"' -> text = !text;
                case '\\' -> i++;
                case '{', '[' -> depth += text ? 0 : 1;
                case '}', ']' -> depth -= text ? 0 : 1;
                default -> {}
            }
            deepest = Math.max(deepest, depth);
        }
        return deepest;
    }
}
