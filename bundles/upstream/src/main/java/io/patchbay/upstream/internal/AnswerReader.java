package io.patchbay.upstream.internal;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Headers;
import io.patchbay.upstream.UpstreamRequest;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** Makes an answer of what an upstream responds. */
final class AnswerReader {
    /** What concerns one connection only (RFC 9110, 7.6.1), what is computed anew, and what would be stored. */
    private static final Set<HttpHeader> WITHHELD = EnumSet.of(HttpHeader.CONNECTION, HttpHeader.KEEP_ALIVE,
            HttpHeader.PROXY_AUTHENTICATE, HttpHeader.PROXY_CONNECTION, HttpHeader.TE, HttpHeader.TRAILER,
            HttpHeader.TRANSFER_ENCODING, HttpHeader.UPGRADE, HttpHeader.CONTENT_LENGTH, HttpHeader.CONTENT_ENCODING,
            HttpHeader.SET_COOKIE, HttpHeader.SET_COOKIE2);

    private AnswerReader() {}

    /**
     * The answer, its body still to be read.
     *
     * @throws GatewayException of kind {@code UPSTREAM} if this is nothing to pass on
     */
    static Answer read(Call call, Response response, UpstreamRequest request) {
        int status = response.getStatus();
        HttpFields fields = response.getHeaders();
        if (status < 200 || status > 599) {
            throw upstream("The upstream answered with status " + status + ".");
        }
        if (status >= 300 && status < 400) {
            throw upstream("The upstream answered with a redirect (status " + status + "), which is not followed: the "
                    + "provider's baseUrl is wrong.");
        }
        String encoding = fields.get(HttpHeader.CONTENT_ENCODING);
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw upstream("The upstream answered with the content encoding " + encoding + ", which nobody asked for.");
        }
        Headers headers = headers(fields);
        String type = status < 400 ? mediaType(fields) : "";
        return switch (type) {
            case "text/event-stream" ->
                    Answer.stream(status, headers, new Body(call, new SseFramer(request.maxEventBytes())));
            case "application/vnd.amazon.eventstream" ->
                    Answer.stream(status, headers, new Body(call, new EventStreamFramer(request.maxEventBytes())));
            case "application/x-ndjson", "application/ndjson", "application/jsonl" ->
                    Answer.stream(status, headers, new Body(call, new LineFramer(request.maxEventBytes())));
            case String _ when isBinary(type) -> Answer.stream(status, headers, new Body(call, new PieceFramer()));
            default -> Answer.whole(status, headers, new Body(call,
                    new WholeFramer(fields.getLongField(HttpHeader.CONTENT_LENGTH), request.maxResponseBytes())));
        };
    }

    private static Headers headers(HttpFields fields) {
        Headers.Builder headers = Headers.builder();
        try {
            for (HttpField field : fields) {
                HttpHeader known = field.getHeader();
                if (known == null || !WITHHELD.contains(known)) {
                    headers.add(field.getName(), field.getValue() == null ? "" : field.getValue());
                }
            }
        } catch (IllegalArgumentException e) {
            throw new GatewayException(ErrorKind.UPSTREAM, "The upstream's answer has a malformed header.", e);
        }
        return headers.build();
    }

    /** Sound, pictures and files, which may be long, and of which nobody looks at more than a piece. */
    private static boolean isBinary(String type) {
        return type.startsWith("audio/") || type.startsWith("video/") || type.startsWith("image/")
                || type.equals("application/octet-stream");
    }

    private static String mediaType(HttpFields fields) {
        String type = fields.get(HttpHeader.CONTENT_TYPE);
        if (type == null) {
            return "";
        }
        int semicolon = type.indexOf(';');
        return (semicolon < 0 ? type : type.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
    }

    private static GatewayException upstream(String message) {
        return new GatewayException(ErrorKind.UPSTREAM, message);
    }
}
