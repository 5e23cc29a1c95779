package io.patchbay.itests.conformance;

/** What a dialect has no words for, so that it is not asked for: why a case is left out. */
enum Lack {
    /** Its usage has no count of reasoning tokens. */
    REASONING_COUNT,
    /** It counts reasoning beside the rest of the answer, so that a vendor's reasoning cannot be more than its answer. */
    REASONING_WITHIN,
    /** Its usage has no count of tokens that were read from a cache. */
    CACHE_COUNT,
    /** It has no text of blanks alone. */
    BLANK_TEXT,
    /** It has no refusals as such: their words are text. */
    REFUSALS,
    /** Where the model refused in words, its answers end in a refusal and not like any other. */
    REFUSALS_THAT_STOP,
    /** It does not tell the end at a stop sequence from any other. */
    STOP_SEQUENCES,
    /** It has one word for an answer that was filtered and one that was refused. */
    FILTERS,
    /** It does not say that an answer was filtered or refused: the answer simply ends. */
    BLOCKED_ENDS,
    /** It has one answer and no others beside it. */
    CANDIDATES,
    /** Arguments of a call are an object, and cannot be any text that a model wrote in place of one. */
    ARGUMENTS_AS_TEXT,
    /** Its calls are acted on as they stand, and it cannot say of one that it was cut off with its answer. */
    CUT_CALLS
}
