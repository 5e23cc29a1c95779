package io.patchbay.itests.conformance;

import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Answer;
import io.patchbay.testkit.Recording;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** An upstream's recorded error reaches a client of any other dialect as an error of the same kind. */
class TranslatedErrorsTest {
    @ParameterizedTest
    @FieldSource("io.patchbay.itests.conformance.Spoken#ALL")
    void anErrorIsOfTheSameKindInEveryDialect(Spoken from) {
        Matrix matrix = new Matrix("errors in " + from);
        for (Recording recording : from.recordings()) {
            if (recording.status() < 400) {
                continue;
            }
            GatewayException original =
                    from.dialect().readError(recording.status(), recording.answerHeaders(), recording.answer());
            for (Spoken to : Spoken.ALL) {
                if (!to.equals(from)) {
                    Answer written = to.dialect().writeError(original);
                    GatewayException read =
                            to.dialect().readError(written.status(), written.headers(), Spoken.body(written));
                    matrix.note(from, to, "STATUS", recording.name(), original.status() / 100, written.status() / 100);
                    matrix.note(from, to, "TEXT", recording.name(), original.publicMessage(), read.message());
                }
            }
        }
        matrix.check();
    }
}
