package io.patchbay.itests.faults;

/**
 * What is to be said of a case.
 *
 * @param fault the fault, its number first
 * @param client the client's dialect
 * @param how what else makes the case
 * @param seen what the client saw
 * @param attempts who was asked, and when, in milliseconds from the beginning
 * @param verdict the verdict
 * @param reasons why it is not right
 */
record Judged(String fault, Face client, String how, String seen, String attempts, Verdict verdict, String reasons) {
    /** The fault's number. */
    String id() {
        return fault.substring(0, fault.indexOf(' '));
    }

    /** One line for people. */
    String inWords() {
        return fault + " | " + how + " | " + seen + " | " + attempts + " | " + verdict
                + (reasons.isEmpty() ? "" : ": " + reasons);
    }
}
