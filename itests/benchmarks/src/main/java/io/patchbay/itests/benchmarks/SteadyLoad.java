package io.patchbay.itests.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A load in the background, under which a gateway is changed: requests at a fixed rate, each due at its moment whatever
 * kept it, and so many streams open at any time. Every answer is checked to be the caller's own and whole; none is asked
 * for twice.
 *
 * <p>Behind the gateway answers an {@link UpstreamProcess}, or the product's mock provider with {@link #mockReply}.
 */
public final class SteadyLoad implements AutoCloseable {
    private static final long STOP_SECONDS = 60;

    private final Tally answers = new Tally();
    private final Tally events = new Tally();
    private final OpenLoop requests;
    private final StreamLoad streams;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofPlatform().daemon().name("steady-load-", 0).factory());
    private final List<Future<?>> running;
    private long windowStart = System.nanoTime();
    private boolean stopped;

    /**
     * How much of it.
     *
     * @param perSecond requests a second
     * @param streams streams that are open at any time, once the first of them ends
     * @param events of a stream
     * @param intervalMs between two of them; the mock provider has a setting for it
     */
    public record Shape(int perSecond, int streams, int events, int intervalMs) {
        private static final int FULL_RATE = 1_000;

        /** 1,000 requests a second and 200 streams of two seconds. */
        public static Shape full() {
            return atRate(FULL_RATE);
        }

        /** So many requests a second, and the streams that go with them in {@link #full}. */
        public static Shape atRate(int perSecond) {
            return new Shape(perSecond, Math.ceilDiv(perSecond, 5), 20, 100);
        }

        private StreamLoad.Shape ofStreams() {
            int perSecond = Math.max(1, 1_000 * streams / (events * intervalMs));
            return new StreamLoad.Shape(streams, perSecond, events, intervalMs);
        }
    }

    private SteadyLoad(Target target, List<String> models, Shape shape) throws IOException {
        List<Target> targets = models.stream().map(target::asking).toList();
        List<Template> chats = targets.stream().map(t -> t.echoed(false, 0, 0)).toList();
        List<Template> streamed =
                targets.stream().map(t -> t.echoed(true, shape.events(), shape.intervalMs())).toList();
        requests = new OpenLoop(target, chats, List.of(Answers.WHOLE_TEXT, Echo.whole(shape.events())), answers);
        streams = new StreamLoad(target, shape.ofStreams(), streamed, events);
        running = List.of(
                threads.submit(() -> {
                    requests.run(shape.perSecond(), Long.MAX_VALUE);
                    return null;
                }),
                threads.submit(streams::steadily));
    }

    /**
     * Begins.
     *
     * @param port the gateway's, on the loopback address
     * @param token the bearer token of every request
     * @param models what is asked for, in turns
     * @param shape how much
     * @throws IOException if it cannot begin
     */
    public static SteadyLoad start(int port, String token, List<String> models, Shape shape) throws IOException {
        return stamped(port, token, "", models, shape);
    }

    /**
     * Begins, and takes for whole only what has a certain header exactly once.
     *
     * @param port the gateway's, on the loopback address
     * @param token the bearer token of every request
     * @param stamp the header's name in lower case
     * @param models what is asked for, in turns
     * @param shape how much
     * @throws IOException if it cannot begin
     */
    public static SteadyLoad stamped(int port, String token, String stamp, List<String> models, Shape shape)
            throws IOException {
        return new SteadyLoad(new Target(port, models.getFirst(), token).stampedBy(stamp), models, shape);
    }

    static SteadyLoad start(Target target, Shape shape) throws IOException {
        return new SteadyLoad(target, List.of(target.model()), shape);
    }

    /** What the setting {@code reply} of the product's mock provider must be for its answers to be checked. */
    public static String mockReply(Shape shape) {
        return Echo.reply(shape.events());
    }

    /** What came since the last call, or the start. */
    public synchronized LoadFigures cut() {
        long now = System.nanoTime();
        Duration time = Duration.ofNanos(now - windowStart);
        windowStart = now;
        return LoadFigures.of(time, answers.cut(), events.cut());
    }

    /** Requests and streams that failed since the last {@link #cut}. */
    public long failed() {
        return answers.failed() + events.failed();
    }

    /** Why requests and streams failed since the last {@link #cut}, in words. */
    public String reasons() {
        return "requests: " + answers.failures() + "; streams: " + events.failures();
    }

    /** Requests that were answered since the last {@link #cut}. */
    public long answered() {
        return answers.answered();
    }

    /** Whole streams since the last {@link #cut}. */
    public long streamed() {
        return events.answered();
    }

    /**
     * Sends no more, waits for every answer and for the end of every stream, and closes.
     *
     * @return what came since the last {@link #cut}
     * @throws IOException if the load itself has failed
     */
    public synchronized LoadFigures stop() throws IOException {
        stopped = true;
        requests.stop();
        streams.stop();
        try (threads; requests; streams) {
            running.getFirst().get(STOP_SECONDS, TimeUnit.SECONDS);
            // the wait for the last streams is no gap
            Tally lastAnswers = answers.cut();
            Duration time = Duration.ofNanos(System.nanoTime() - windowStart);
            running.getLast().get(STOP_SECONDS, TimeUnit.SECONDS);
            return LoadFigures.of(time, lastAnswers, events);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the load failed", e);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        if (!stopped) {
            stop();
        }
    }
}
