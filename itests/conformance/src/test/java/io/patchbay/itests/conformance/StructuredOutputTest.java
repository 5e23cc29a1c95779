package io.patchbay.itests.conformance;

import io.patchbay.itests.conformance.EachPair.Speaker;
import org.junit.jupiter.api.extension.ExtendWith;

/** The list "Structured output". */
@ExtendWith(ListMatrix.class)
class StructuredOutputTest {
    @EachPair(phrases = {"JSON", "JSON of a schema", "JSON of a schema that need not be strict"})
    void jsonIsNativeWhereTheVendorHasItAndElseAForcedTool(Pair pair, Phrase request) {
        request.isAsked(pair);
    }

    @EachPair(speaker = Speaker.UPSTREAM, phrases = "JSON by a forced tool")
    void whatTheForcedToolIsGivenIsTheAnswer(Pair pair, Phrase answer) {
        answer.isWrittenTo(pair, pair.whole(answer.in(pair.upstream())));
        answer.isWrittenTo(pair, pair.streamed(answer.in(pair.upstream())));
    }
}
