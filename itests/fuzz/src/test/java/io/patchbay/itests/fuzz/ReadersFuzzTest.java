package io.patchbay.itests.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Looks for bytes that break what must hold for {@link Readers}; of those found before, none does any more. */
class ReadersFuzzTest {
    @MethodSource("io.patchbay.itests.fuzz.Seeds#requests")
    @FuzzTest(maxDuration = "10m")
    void chats(byte[] body) {
        Readers.chats(body);
    }

    @MethodSource("io.patchbay.itests.fuzz.Seeds#requests")
    @FuzzTest(maxDuration = "10m")
    void embeddings(byte[] body) {
        Readers.embeddings(body);
    }

    @MethodSource("io.patchbay.itests.fuzz.Seeds#answers")
    @FuzzTest(maxDuration = "10m")
    void answers(byte[] body) {
        Readers.answers(body);
    }

    @MethodSource("io.patchbay.itests.fuzz.Seeds#answers")
    @FuzzTest(maxDuration = "10m")
    void vectors(byte[] body) {
        Readers.vectors(body);
    }

    @MethodSource("io.patchbay.itests.fuzz.Seeds#streams")
    @FuzzTest(maxDuration = "10m")
    void streams(byte[] stream) {
        Readers.streams(stream);
    }

    @MethodSource("io.patchbay.itests.fuzz.Seeds#answers")
    @FuzzTest(maxDuration = "10m")
    void errors(byte[] body) {
        Readers.errors(body);
    }
}
