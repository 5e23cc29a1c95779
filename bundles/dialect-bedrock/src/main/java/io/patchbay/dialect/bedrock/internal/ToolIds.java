package io.patchbay.dialect.bedrock.internal;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The ids of tool calls in a request from another dialect, as Bedrock accepts them: 1 to 64 letters, digits,
 * underscores and hyphens. A call and its result, which have one id, get one id; those of a dialect without ids are
 * counted.
 */
final class ToolIds {
    private static final Pattern ACCEPTED = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private int calls;
    private int results;

    /** The id of the next call. */
    String ofCall(String id) {
        return id.isEmpty() ? counted(calls++) : accepted(id);
    }

    /** The id of the call that the next result answers. */
    String ofResult(String callId) {
        return callId.isEmpty() ? counted(results++) : accepted(callId);
    }

    private static String counted(int number) {
        return "tooluse_" + number;
    }

    private static String accepted(String id) {
        return ACCEPTED.matcher(id).matches()
                ? id
                : "tooluse_" + UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8));
    }
}
