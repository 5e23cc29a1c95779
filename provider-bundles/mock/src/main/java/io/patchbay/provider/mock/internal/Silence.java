package io.patchbay.provider.mock.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Cancellation;
import io.patchbay.api.exchange.Frame;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/** A second of silence as a WAV file, in pieces, at the mock's speed and with its fault. */
final class Silence implements PacedFrames.Step {
    private static final int PIECES = 10;
    private static final int SAMPLES = 800;
    private static final int HEADER = 44;

    private final Fault fault;
    private final int intervalMs;
    private final int firstEventMs;
    private final Waiter waiter;

    Silence(Fault fault, int intervalMs, int firstEventMs, Waiter waiter) {
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
        if (number == PIECES / 2) {
            switch (fault.kind()) {
                case CUT -> throw MockAnswers.broken();
                case STALL -> waiter.pause(Waiter.FOR_EVER_MS, over);
                default -> {}
            }
        }
        return number < PIECES ? Optional.of(Frame.of(piece(number))) : Optional.empty();
    }

    private static Bytes piece(int number) {
        byte[] samples = new byte[SAMPLES];
        Arrays.fill(samples, (byte) 0x80);
        return number > 0 ? Bytes.wrap(samples) : Bytes.wrap(samples).splice(0, 0, header());
    }

    /** RIFF, WAVE: PCM, one channel, 8,000 samples a second of 8 bits. */
    private static Bytes header() {
        int size = PIECES * SAMPLES;
        ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN)
                .put("RIFF".getBytes(US_ASCII)).putInt(HEADER - 8 + size)
                .put("WAVEfmt ".getBytes(US_ASCII)).putInt(16).putShort((short) 1).putShort((short) 1)
                .putInt(8_000).putInt(8_000).putShort((short) 1).putShort((short) 8)
                .put("data".getBytes(US_ASCII)).putInt(size);
        return Bytes.wrap(header.array());
    }
}
