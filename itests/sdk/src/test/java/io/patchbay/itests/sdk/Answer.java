package io.patchbay.itests.sdk;

import java.util.List;

/**
 * What an SDK made of an answer.
 *
 * @param text what the model says
 * @param reasoning what it thinks
 * @param calls the tools that it calls
 * @param finish why it ended, in the dialect's word
 * @param outputTokens how many tokens it wrote, thoughts included
 * @param message the SDK's own form of it, to be sent back in the next turn
 */
record Answer(String text, String reasoning, List<Call> calls, String finish, long outputTokens, Object message) {}
