package io.patchbay.itests.conformance;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.model.ChatRequest;
import io.patchbay.testkit.Recording;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What a client was recorded to ask reaches an upstream of any other dialect. */
class TranslatedRequestsTest {
    @ParameterizedTest
    @FieldSource("io.patchbay.itests.conformance.Spoken#ALL")
    void aRequestAsksTheSameInEveryDialect(Spoken from) {
        Matrix matrix = new Matrix("requests in " + from);
        for (Recording recording : from.recordings()) {
            ChatRequest original;
            try {
                original = from.request(recording);
            } catch (GatewayException _) {
                // what its own dialect refuses is looked at by the dialect's own tests
                continue;
            }
            Spoken.ALL.stream().filter(to -> !to.equals(from))
                    .forEach(to -> compare(matrix, from, to, recording, original));
        }
        matrix.check();
    }

    private static void compare(Matrix matrix, Spoken from, Spoken to, Recording recording, ChatRequest original) {
        Asked asked;
        try {
            asked = new Asked(to.codec().readRequest(to.codec().writeRequest(original)), to.lacks());
        } catch (GatewayException e) {
            // A request that cannot be said is refused in words.
            matrix.note(from, to, "REFUSED", recording.name(), ErrorKind.INVALID_REQUEST, e.kind());
            return;
        } catch (RuntimeException e) {
            matrix.note(from, to, "READ", recording.name(), "a request", e.toString());
            return;
        }
        Asked expected = new Asked(original, to.lacks());
        for (Asked.Property property : Asked.Property.values()) {
            if (Asked.counts(property, original)) {
                matrix.note(from, to, property.name(), recording.name(), expected.get(property), asked.get(property));
            }
        }
    }
}
