package io.patchbay.ingress.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
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
        SelectionKey key = accepted.register(selector, SelectionKey.OP_READ);
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
}
