package io.patchbay.itests.conformance;

import io.patchbay.api.error.GatewayException;
import io.patchbay.api.model.ChatResponse;
import io.patchbay.itests.conformance.Said.Property;
import io.patchbay.testkit.Recording;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What an upstream was recorded to answer reaches a client of any other dialect. */
class TranslatedAnswersTest {
    @ParameterizedTest
    @FieldSource("io.patchbay.itests.conformance.Spoken#ALL")
    void anAnswerSaysTheSameInEveryDialect(Spoken from) {
        Matrix matrix = new Matrix("answers in " + from);
        for (Recording recording : from.recordings()) {
            if (recording.status() != 200) {
                continue;
            }
            ChatResponse original;
            try {
                original = from.answer(recording);
            } catch (GatewayException _) {
                // an error in a 200: the dialect's own tests look at these
                continue;
            }
            for (Spoken to : Spoken.ALL) {
                if (!to.equals(from)) {
                    compare(matrix, from, to, recording, "", original, () -> to.whole(original));
                    compare(matrix, from, to, recording, " streamed", original,
                            () -> to.streamed(original.events()));
                }
            }
        }
        matrix.check();
    }

    private static void compare(Matrix matrix, Spoken from, Spoken to, Recording recording, String how,
            ChatResponse original, Supplier<ChatResponse> translation) {
        Said expected = new Said(original, to.lacks());
        Said said;
        try {
            said = new Said(translation.get(), to.lacks());
        } catch (RuntimeException e) {
            matrix.note(from, to, "READ" + how, recording.name(), "an answer", e.toString());
            return;
        }
        for (Property property : Property.values()) {
            matrix.note(from, to, property + how, recording.name(), expected.get(property), said.get(property));
        }
    }
}
