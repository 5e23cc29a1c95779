package io.patchbay.upstream.internal;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.eclipse.jetty.client.HttpResponseException;
import org.eclipse.jetty.http.HttpException;

/** Says in words what the client's exceptions mean; none of them names the upstream, which is nobody's business. */
final class Failures {
    private Failures() {}

    /**
     * What a failure means.
     *
     * @param cause what the client reports
     * @param answering whether the answer's headers had come
     */
    static GatewayException of(Throwable cause, boolean answering) {
        return switch (cause) {
            case GatewayException known -> known;
            case SocketTimeoutException _ ->
                    new GatewayException(ErrorKind.TIMEOUT, "Connecting to the upstream took too long.", cause);
            case TimeoutException _ ->
                    new GatewayException(ErrorKind.TIMEOUT, "The upstream took too long.", cause);
            case RejectedExecutionException _ -> new GatewayException(ErrorKind.OVERLOADED,
                    "All connections to the upstream are in use, and no more requests can wait for one.", cause);
            case UnknownHostException _ -> upstream("The upstream's host name is unknown.", cause);
            case UnresolvedAddressException _ -> upstream("The upstream's host name is unknown.", cause);
            case ConnectException _ -> upstream("The upstream cannot be reached.", cause);
            case SSLException tls -> upstream("No TLS connection to the upstream: " + tls.getMessage() + ".", cause);
            case HttpException http ->
                    upstream("The upstream's answer is not valid HTTP: " + http.getReason() + ".", cause);
            case HttpResponseException response when response.getCause() instanceof HttpException http ->
                    upstream("The upstream's answer is not valid HTTP: " + http.getReason() + ".", cause);
            default -> upstream(answering
                    ? "The upstream's answer broke off."
                    : "The upstream closed the connection without an answer.", cause);
        };
    }

    private static GatewayException upstream(String message, Throwable cause) {
        return new GatewayException(ErrorKind.UPSTREAM, message, cause);
    }
}
