package io.patchbay.provider.bedrock.internal;

import io.patchbay.api.exchange.Bytes;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** AWS's Signature Version 4 by the book, as a yardstick: what a service computes of the request that it gets. */
final class SignatureV4 {
    private SignatureV4() {}

    /**
     * The signature.
     *
     * @param path the path as it came, which is encoded once more
     * @param headers the signed headers in their order, each as {@code name:value}
     */
    static String of(String secret, String date, String region, String method, String path, List<String> headers,
            Bytes body) {
        try {
            List<String> segments = new ArrayList<>();
            for (String segment : path.split("/", -1)) {
                segments.add(URLEncoder.encode(segment, StandardCharsets.UTF_8));
            }
            List<String> names = headers.stream().map(header -> header.substring(0, header.indexOf(':'))).toList();
            String request = method + "\n" + String.join("/", segments) + "\n\n" + String.join("\n", headers) + "\n\n"
                    + String.join(";", names) + "\n" + hash(body.toArray());
            String scope = date.substring(0, 8) + "/" + region + "/bedrock/aws4_request";
            String toSign = "AWS4-HMAC-SHA256\n" + date + "\n" + scope + "\n"
                    + hash(request.getBytes(StandardCharsets.UTF_8));
            byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
            for (String part : scope.split("/", -1)) {
                key = mac(key, part);
            }
            return HexFormat.of().formatHex(mac(key, toSign));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String hash(byte[] bytes) throws GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static byte[] mac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }
}
