package io.patchbay.core.internal;

import io.patchbay.api.dialect.FrameScanner;
import io.patchbay.api.dialect.Glimpse;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.model.ChatEvent;
import io.patchbay.api.model.FinishReason;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.Usage;
import java.util.Optional;

/** Scans the frames of a provider that answers with events instead of bytes. */
final class EventScanner implements FrameScanner {
    @Override
    public Glimpse scan(Frame frame) {
        boolean useful = false;
        Optional<FinishReason> finish = Optional.empty();
        Optional<Usage> usage = Optional.empty();
        Optional<GatewayException> error = Optional.empty();
        for (ChatEvent event : frame.events()) {
            switch (event) {
                case ChatEvent.TextDelta _,ChatEvent.ToolCallDelta _,ChatEvent.ReasoningDelta _ -> useful = true;
                case ChatEvent.PartStart start -> useful |= !(start.part() instanceof Part.Text);
                case ChatEvent.UsageReport report -> usage = Optional.of(report.usage());
                case ChatEvent.Finish end -> {
                    useful = true;
                    finish = Optional.of(end.reason());
                }
                case ChatEvent.Failure failure -> error = Optional.of(failure.error());
                default -> {}
            }
        }
        return new Glimpse(useful, finish, usage, error, error.isPresent());
    }
}
