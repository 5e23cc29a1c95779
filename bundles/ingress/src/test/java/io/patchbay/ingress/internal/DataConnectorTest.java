package io.patchbay.ingress.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.Test;

class DataConnectorTest {
    private final DataConnector connector =
            new DataConnector(new Server(), new DataConnector.Address("", 0), ServerFixture.settings());

    @Test
    void whatIsReadIntoABufferThatWasGivenBackIsNotReadByTheNextClient() {
        RetainableByteBuffer first = requestBuffer();
        assertThat(first.release()).isTrue();
        RetainableByteBuffer second = requestBuffer();

        first.getByteBuffer().clear().put(0, (byte) 'x');

        assertThat(second.getByteBuffer().clear().get(0)).isZero();
    }

    private RetainableByteBuffer requestBuffer() {
        HttpConfiguration http = connector.getConnectionFactory(HttpConnectionFactory.class).getHttpConfiguration();
        return connector.getByteBufferPool().acquire(http.getInputBufferSize(), http.isUseInputDirectByteBuffers());
    }
}
