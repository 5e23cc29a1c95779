package io.patchbay.dialect.json;

import java.util.Set;

/** The files that are uploaded to OpenAI, which both of its dialects of chats know by the same ids. */
public final class OpenAiFiles {
    private static final Set<String> DIALECTS = Set.of("openai-chat", "openai-responses");

    private OpenAiFiles() {}

    /** Whether the files of a dialect are these. */
    public static boolean isOf(String dialect) {
        return DIALECTS.contains(dialect);
    }
}
