package io.patchbay.ingress.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init")
class ReadAheadEndPointTest {
    private Selector selector;
    private SocketChannel client;
    private SocketChannel accepted;
    private AskedKey key;
    private ReadAheadEndPoint endPoint;

    @BeforeEach
    void connect() throws IOException {
        selector = Selector.open();
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            client = SocketChannel.open(server.getLocalAddress());
            accepted = server.accept();
        }
        accepted.configureBlocking(false);
        key = new AskedKey(accepted.register(selector, SelectionKey.OP_READ));
        endPoint = new ReadAheadEndPoint(accepted, null, key, new ScheduledExecutorScheduler(),
                ByteBuffer.allocate(ReadAheadEndPoint.LIMIT));
    }

    @AfterEach
    void disconnect() throws IOException {
        client.close();
        accepted.close();
        selector.close();
    }

    @Test
    void aRequestThatTheGatewayHasNotLookedAtYetIsNotLate() throws IOException {
        arrive("POST / HTTP/1.1\r\n");
        assertThat(endPoint.refuseHeadersIfOlder(0)).as("read ahead").isFalse();
        lookAtWhatCame();
        assertThat(endPoint.refuseHeadersIfOlder(0)).as("the rest does not come").isTrue();
    }

    @Test
    void aConnectionThatIsUsedWhenItsIdleTimeIsOverIsNotIdle() throws IOException {
        arrive("POST / HTTP/1.1\r\n");
        lookAtWhatCame();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        endPoint.fillInterested(Callback.from(() -> {}, failure::set));
        TimeoutException timeout = new TimeoutException();

        endPoint.setIdleTimeout(60_000);
        endPoint.notIdle();
        endPoint.onIdleExpired(timeout);
        assertThat(failure).hasNullValue();

        endPoint.setIdleTimeout(0);
        endPoint.onIdleExpired(timeout);
        assertThat(failure).hasValue(timeout);
    }

    /**
     * What was read ahead is as much as may be, so that the selector's thread takes its interest back, while the
     * connection has just taken all of it and waits for more.
     */
    @Test
    void interestThatIsTakenBackCanBeAskedForMeanwhile() throws Exception {
        endPoint.fillInterested(Callback.NOOP);
        endPoint.updateKey();
        endPoint.getFillInterest().fillable();
        client.write(ByteBuffer.allocate(ReadAheadEndPoint.LIMIT));
        while (accepted.socket().getInputStream().available() < ReadAheadEndPoint.LIMIT) {
            Thread.onSpinWait();
        }
        selector.select();
        Thread connection = new Thread(this::takeAllAndWaitForMore);
        key.beforeInterestIsTakenBack(() -> {
            connection.start();
            while (connection.getState() != Thread.State.BLOCKED && connection.isAlive()) {
                Thread.onSpinWait();
            }
        });

        Runnable task = endPoint.onSelected();
        connection.join();
        if (task != null) {
            task.run();
        }
        endPoint.updateKey();

        assertThat(key.interestOps()).as("the interest in more").isEqualTo(SelectionKey.OP_READ);
    }

    /** Else the connection would ask again and again, and never see the end. */
    @Test
    void aConnectionThatIsClosedWhileItsEndIsReadHasEnded() throws IOException {
        endPoint.fillInterested(Callback.NOOP);
        endPoint.updateKey();
        client.close();
        selector.select();
        key.beforeInterestIsTakenBack(() -> {
            throw new CancelledKeyException();
        });

        assertThatThrownBy(endPoint::onSelected).isInstanceOf(CancelledKeyException.class);

        assertThat(endPoint.fill(BufferUtil.allocate(1))).isEqualTo(-1);
    }

    @Test
    void aConnectionThatTheGatewayClosesHasEnded() throws Exception {
        endPoint.fillInterested(Callback.NOOP);
        endPoint.close();
        assertThat(endPoint.fill(BufferUtil.allocate(1))).isEqualTo(-1);

        CountDownLatch told = new CountDownLatch(1);
        endPoint.fillInterested(Callback.from(told::countDown));
        assertThat(told.await(10, TimeUnit.SECONDS)).as("who waits after that is told").isTrue();
    }

    /** What Jetty's connection does whenever there is something to read. */
    private void takeAllAndWaitForMore() {
        ByteBuffer buffer = BufferUtil.allocate(ReadAheadEndPoint.LIMIT);
        try {
            while (endPoint.fill(buffer) > 0) {
                BufferUtil.clear(buffer);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        endPoint.tryFillInterested(Callback.from(this::takeAllAndWaitForMore));
    }

    private void arrive(String bytes) throws IOException {
        client.write(ByteBuffer.wrap(bytes.getBytes(US_ASCII)));
        selector.select();
        endPoint.onSelected();
    }

    private void lookAtWhatCame() throws IOException {
        ByteBuffer buffer = BufferUtil.allocate(ReadAheadEndPoint.LIMIT);
        endPoint.fill(buffer);
        assertThat(buffer.hasRemaining()).isTrue();
    }

    /** A key that lets something happen when it is asked for the second time what it is ready for. */
    private static final class AskedKey extends SelectionKey {
        private final SelectionKey key;
        private Runnable action = () -> {};
        private int asked;

        AskedKey(SelectionKey key) {
            this.key = key;
        }

        /** Sets what happens in the next {@code onSelected} once the bytes are read. */
        void beforeInterestIsTakenBack(Runnable action) {
            this.action = action;
            asked = 0;
        }

        @Override
        public int readyOps() {
            if (++asked == 2) {
                action.run();
            }
            return key.readyOps();
        }

        @Override
        public SelectableChannel channel() {
            return key.channel();
        }

        @Override
        public Selector selector() {
            return key.selector();
        }

        @Override
        public boolean isValid() {
            return key.isValid();
        }

        @Override
        public void cancel() {
            key.cancel();
        }

        @Override
        public int interestOps() {
            return key.interestOps();
        }

        @Override
        public SelectionKey interestOps(int ops) {
            return key.interestOps(ops);
        }
    }
}
