package io.patchbay.provider.mock.internal;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Cancellation;
import io.patchbay.api.exchange.Frame;
import java.util.Optional;

/** The events of one answer, at the mock's speed and with its fault. */
final class MockStream implements PacedFrames.Step {
    private static final int HEARTBEAT_MS = 100;
    private static final Frame HEARTBEAT = Frame.of(Bytes.utf8(": heartbeat\n\n"), "", Bytes.EMPTY);
    private static final Frame NO_JSON = Completion.frame("{\"choices\":[{");

    private final Completion completion;
    private final Fault fault;
    private final int intervalMs;
    private final int firstEventMs;
    private final Waiter waiter;

    MockStream(Completion completion, Fault fault, int intervalMs, int firstEventMs, Waiter waiter) {
        this.completion = completion;
        this.fault = fault;
        this.intervalMs = intervalMs;
        this.firstEventMs = firstEventMs;
        this.waiter = waiter;
    }

    @Override
    public Optional<Frame> frame(int number, Cancellation over) {
        int pause = number == 0 ? firstEventMs : intervalMs;
        if (pause > 0) {
            waiter.pause(pause, over);
        }
        if (fault.kind() == Fault.Kind.EMPTY) {
            return Optional.empty();
        }
        return number < completion.middle() ? event(number) : secondHalf(number, over);
    }

    private Optional<Frame> secondHalf(int number, Cancellation over) {
        int last = completion.size() - 1;
        boolean middle = number == completion.middle();
        return switch (fault.kind()) {
            case CUT -> throw MockAnswers.broken();
            case STALL -> {
                waiter.pause(Waiter.FOR_EVER_MS, over);
                yield Optional.empty();
            }
            case UNFINISHED -> Optional.empty();
            case ERROR_EVENT -> middle ? Optional.of(error()) : Optional.empty();
            case MALFORMED -> middle ? Optional.of(NO_JSON) : event(number - 1);
            case NO_TERMINATOR -> number < last ? event(number) : Optional.empty();
            case HEARTBEATS -> number < last ? event(number) : Optional.of(heartbeat(over));
            default -> event(number);
        };
    }

    private Frame heartbeat(Cancellation over) {
        waiter.pause(HEARTBEAT_MS, over);
        return HEARTBEAT;
    }

    private static Frame error() {
        return Completion.frame(MockAnswers.failure().utf8());
    }

    private Optional<Frame> event(int number) {
        return number < completion.size() ? Optional.of(completion.event(number)) : Optional.empty();
    }
}
