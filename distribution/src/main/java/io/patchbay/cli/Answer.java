package io.patchbay.cli;

import io.patchbay.launcher.Exit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What the API answered. */
final class Answer {
    private final int status;
    private final byte[] body;
    private final @Nullable String etag;

    Answer(int status, byte[] body, @Nullable String etag) {
        this.status = status;
        this.body = body;
        this.etag = etag;
    }

    /** HTTP's status. */
    int status() {
        return status;
    }

    byte[] body() {
        return body;
    }

    /** The version of the document; null where there is none. */
    @Nullable
    String etag() {
        return etag;
    }

    /**
     * The body as JSON.
     *
     * @throws Exit if it is something else
     */
    @Nullable
    Object json() {
        try {
            return Json.read(body);
        } catch (IOException e) {
            throw new Exit(Exit.UNAVAILABLE, "what answers there is not Patchbay's admin API (HTTP " + status + ")");
        }
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
