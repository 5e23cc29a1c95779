package io.patchbay.itests.fuzz;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.testkit.Recording;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What must hold for {@link Readers} does so for a damaged copy of every recording, the same one in each run. */
class ReadersTest {
    private static List<Recording> recordings;

    @BeforeAll
    static void readRecordings() {
        recordings = Seeds.recordings();
    }

    @Test
    void chats() {
        hold(Seeds.requests(recordings), Readers::chats);
    }

    @Test
    void embeddings() {
        hold(Seeds.requests(recordings), Readers::embeddings);
    }

    @Test
    void answers() {
        hold(Seeds.answers(recordings), Readers::answers);
    }

    @Test
    void vectors() {
        hold(Seeds.answers(recordings), Readers::vectors);
    }

    @Test
    void streams() {
        hold(Seeds.streams(recordings), Readers::streams);
    }

    @Test
    void errors() {
        hold(Seeds.answers(recordings), Readers::errors);
    }

    private static void hold(List<Bytes> seeds, Consumer<byte[]> reader) {
        Mutations mutations = new Mutations();
        for (Bytes seed : seeds) {
            Bytes damaged = mutations.of(seed);
            try {
                reader.accept(damaged.toArray());
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError("read: " + damaged.utf8(), e);
            }
        }
    }
}
