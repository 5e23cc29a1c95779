package io.patchbay.itests.product;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.patchbay.itests.product.RawClient.Answer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Requests of every size, whole or in chunks, cut anywhere, up to four at a time on a connection, from clients of which
 * some leave in the middle: each that is sent to its end is read to its end and answered. It depends on which thread comes
 * first whether a fault of connections shows, so there are many requests, on many connections at once.
 */
class RequestShapesIT {
    private static final int CLIENTS = 8;
    private static final int ROUNDS = 300;
    private static final int MOST_AT_A_TIME = 4;
    /** In one of so many rounds a client leaves. */
    private static final int LEAVES = 60;
    /** Sizes at which some buffer on the way is full, in bytes, and how far from them a request may be. */
    private static final int[] EDGES = {1_000, 4 << 10, 16 << 10, 32 << 10};
    private static final int AROUND = 1_000;

    @RegisterExtension
    static final Gateway GATEWAY = Gateway.with("io.patchbay.provider.mock~up: { models: [mock-1] }");

    @Test
    void everyRequestIsReadAndAnswered() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
            List<Sender> clients = new ArrayList<>();
            for (int seed = 1; seed <= CLIENTS; seed++) {
                clients.add(new Sender(seed));
            }
            int answered = 0;
            for (Future<Integer> client : threads.invokeAll(clients)) {
                answered += client.get();
            }
            System.out.printf("requests of every shape: %d answered%n", answered);
        }
    }

    /** One client, which has one connection at a time. */
    private static final class Sender implements Callable<Integer> {
        private static final ObjectMapper JSON = new ObjectMapper();

        private final SplittableRandom random;

        Sender(long seed) {
            random = new SplittableRandom(seed);
        }

        /** Sends and reads; how many were answered. */
        @Override
        public Integer call() throws IOException {
            int answered = 0;
            RawClient connection = connect();
            for (int round = 0; round < ROUNDS; round++) {
                List<Integer> words = new ArrayList<>();
                StringBuilder wire = new StringBuilder();
                for (int left = random.nextInt(1, MOST_AT_A_TIME + 1); left > 0; left--) {
                    words.add(words());
                    wire.append(request(words.getLast()));
                }
                if (random.nextInt(LEAVES) == 0) {
                    connection.send(wire.substring(0, random.nextInt(wire.length()))).close();
                    connection = connect();
                } else {
                    sendInPieces(connection, wire);
                    for (int expected : words) {
                        Answer answer = connection.read();
                        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
                        assertThat(JSON.readTree(answer.body()).at("/usage/prompt_tokens").asInt())
                                .as("the words that came")
                                .isEqualTo(expected);
                        answered++;
                    }
                }
            }
            connection.close();
            return answered;
        }

        private static RawClient connect() throws IOException {
            return new RawClient(GATEWAY.process().port());
        }

        /** How many words of two bytes a message has. */
        private int words() {
            int edge = EDGES[random.nextInt(EDGES.length)];
            return random.nextInt(edge - AROUND, edge + AROUND) / 2;
        }

        private String request(int words) {
            String body = body("x ".repeat(words));
            return random.nextBoolean()
                    ? RawClient.head("content-length: " + body.length()) + body
                    : RawClient.head("transfer-encoding: chunked") + chunks(body);
        }

        private static String body(String text) {
            return "{\"model\":\"mock-1\",\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]}";
        }

        private String chunks(String body) {
            StringBuilder chunks = new StringBuilder();
            for (int from = 0; from < body.length();) {
                int to = end(from, body.length());
                chunks.append(Integer.toHexString(to - from)).append("\r\n").append(body, from, to).append("\r\n");
                from = to;
            }
            return chunks.append("0\r\n\r\n").toString();
        }

        private void sendInPieces(RawClient connection, CharSequence wire) throws IOException {
            for (int from = 0; from < wire.length();) {
                int to = end(from, wire.length());
                connection.send(wire.subSequence(from, to).toString());
                from = to;
            }
        }

        /** Where a piece ends that begins somewhere: all that is left, or much, or little. */
        private int end(int from, int size) {
            int most = switch (random.nextInt(3)) {
                case 0 -> size;
                case 1 -> 20_000;
                default -> 500;
            };
            return most == size ? size : Math.min(size, from + random.nextInt(1, most + 1));
        }
    }
}
