package io.patchbay.upstream.internal;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.http2.hpack.HpackFieldPreEncoder;

/**
 * Lets Jetty find the encoder of HTTP/2's headers.
 *
 * <p>Jetty looks for it as a service, once in the life of the framework and for all its clients and servers: when the
 * first header is encoded in advance, with the context class loader of the thread that happens to do so. If it is not
 * found then, no HTTP/2 request and no HTTP/2 response can be written. Hence this comes before any other use of Jetty,
 * which the bundle's start level sees to.
 */
final class HeaderEncoders {
    private HeaderEncoders() {}

    static void find() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(HpackFieldPreEncoder.class.getClassLoader());
        try {
            var _ = new PreEncodedHttpField(HttpHeader.DATE, "");
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
