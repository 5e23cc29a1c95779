package io.patchbay.api.examples;

import io.patchbay.api.config.Speaks;
import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Attempt;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Headers;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.provider.Provider;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.zip.CRC32;
import org.osgi.service.component.annotations.Component;

/** A provider for a vendor that speaks OpenAI's dialect, but wants each body signed. */
@Component(configurationPid = "io.patchbay.provider.signed")
@Speaks("openai-chat")
final class SignedVendor implements Provider {
    private final HttpClient client = HttpClient.newHttpClient();
    private final String baseUrl;

    SignedVendor(String baseUrl) {
        this.baseUrl = baseUrl;
    }

    @Override
    public Answer send(Attempt attempt) {
        WireRequest request = attempt.request();
        byte[] body = request.body().toArray();
        HttpRequest.Builder signed = HttpRequest.newBuilder(URI.create(baseUrl + request.path()))
                .timeout(attempt.timeouts().headers())
                .method(request.method(), BodyPublishers.ofByteArray(body));
        request.headers().forEach(signed::header);
        attempt.key().flatMap(key -> key.secret("salt")).ifPresent(salt -> signed.header("x-sign", sign(salt, body)));
        try {
            HttpResponse<byte[]> response = client.send(signed.build(), BodyHandlers.ofByteArray());
            String type = response.headers().firstValue("content-type").orElse("application/json");
            return Answer.whole(response.statusCode(), Headers.of("content-type", type), Bytes.wrap(response.body()));
        } catch (IOException e) {
            throw new GatewayException(ErrorKind.UPSTREAM, "The vendor could not be reached.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            attempt.cancellation().check();
            throw new GatewayException(ErrorKind.CANCELLED, "The request was given up.", e);
        }
    }

    static String sign(String salt, byte[] body) {
        CRC32 checksum = new CRC32();
        checksum.update(Bytes.utf8(salt).buffer());
        checksum.update(body);
        return Long.toHexString(checksum.getValue());
    }
}
