package io.patchbay.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Frame;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventStreamsTest {
    @Test
    void splitsWhatItMakes() {
        Bytes event = EventStreams.message(Map.of(":message-type", "event", ":event-type", "x"), Bytes.utf8("{}"));
        Bytes exception =
                EventStreams.message(Map.of(":message-type", "exception", ":exception-type", "y"), Bytes.EMPTY);
        Bytes error = EventStreams.message(
                Map.of(":message-type", "error", ":error-code", "z", ":error-message", "Broken."), Bytes.EMPTY);
        Bytes stream = event.splice(event.size(), event.size(), exception);
        stream = stream.splice(stream.size(), stream.size(), error);

        assertThat(EventStreams.frames(stream)).extracting(Frame::type).containsExactly("x", "exception:y", "error:z");
        assertThat(EventStreams.frames(stream)).extracting(frame -> frame.data().utf8())
                .containsExactly("{}", "", "Broken.");
        assertThat(EventStreams.headers(event)).isEqualTo(Map.of(":message-type", "event", ":event-type", "x"));
    }

    @Test
    void endsWhereTheBytesAreWrong() {
        Bytes event = EventStreams.message(Map.of(":event-type", "x"), Bytes.utf8("{}"));
        Bytes damaged = event.splice(event.size() - 1, event.size(), Bytes.utf8("!"));

        assertThat(EventStreams.frames(event.splice(event.size(), event.size(), event.slice(0, 9)))).hasSize(1);
        assertThat(List.of(damaged, event.slice(0, 20), Bytes.utf8("no stream at all"), Bytes.EMPTY))
                .allSatisfy(bytes -> assertThat(EventStreams.frames(bytes)).isEmpty());
    }
}
