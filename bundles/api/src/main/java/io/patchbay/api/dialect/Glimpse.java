package io.patchbay.api.dialect;

import io.patchbay.api.error.GatewayException;
import io.patchbay.api.model.FinishReason;
import io.patchbay.api.model.Usage;
import java.util.Optional;

/**
 * What a {@link FrameScanner} saw in a frame.
 *
 * @param useful whether the frame holds something that a client waits for: text, a call, a thought, or the finish
 * @param finish why the answer is finished, where the frame says so
 * @param usage what was used, where the frame says so
 * @param error what the frame says went wrong, or that it is malformed
 * @param last whether the dialect's stream ends with this frame, so that nothing after it is waited for
 */
public record Glimpse(boolean useful, Optional<FinishReason> finish, Optional<Usage> usage,
        Optional<GatewayException> error, boolean last) {
    /** Nothing of note: a comment, or an event without content. */
    public static final Glimpse NOTHING =
            new Glimpse(false, Optional.empty(), Optional.empty(), Optional.empty(), false);
    /** Content, and nothing else. */
    public static final Glimpse CONTENT =
            new Glimpse(true, Optional.empty(), Optional.empty(), Optional.empty(), false);
    /** The end of the stream, and nothing else. */
    public static final Glimpse LAST = new Glimpse(false, Optional.empty(), Optional.empty(), Optional.empty(), true);

    /** A failure. */
    public static Glimpse of(GatewayException error) {
        return new Glimpse(false, Optional.empty(), Optional.empty(), Optional.of(error), true);
    }
}
