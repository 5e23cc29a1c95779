package io.patchbay.dialect.openai.internal;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.WireRequest;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks over a form (RFC 7578) for the fields that routing needs. Files are skipped, and no byte is copied.
 *
 * <p>Strict where parsers differ, so that routing and upstream read the same: nothing before the first boundary, every
 * line ends with CR LF, and each part has one name.
 */
final class FormScan {
    private static final String FORM = "multipart/form-data";
    private static final Bytes LINE_END = Bytes.utf8("\r\n");
    private static final Bytes HEADERS_END = Bytes.utf8("\r\n\r\n");
    private static final Bytes LAST = Bytes.utf8("--");
    private static final int MOST_HEADER_BYTES = 8 << 10;
    /** RFC 2046, section 5.1.1. */
    private static final int LONGEST_BOUNDARY = 70;
    private static final Pattern PARAMETER =
            Pattern.compile("\\G\\s*;\\s*([^\\s=;\"]++)\\s*=\\s*(?:\"((?:[^\"\\\\]++|\\\\.)*+)\"|([^;\"\\s]++))");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(.)");

    private final Bytes body;
    private final Map<String, Range> fields = new HashMap<>();

    private FormScan(Bytes body) {
        this.body = body;
    }

    /** A field's value. */
    private record Range(int from, int to) {}

    /** Whether a content type is a form's. */
    static boolean isForm(String contentType) {
        return contentType.regionMatches(true, 0, FORM, 0, FORM.length());
    }

    /**
     * Scans a form and adds what it says to the request.
     *
     * @throws GatewayException of kind {@code INVALID_REQUEST}
     */
    static WireRequest scan(WireRequest.Builder request, String contentType, Bytes body) {
        String boundary = Optional.ofNullable(parameters(contentType.substring(FORM.length())).get("boundary"))
                .filter(text -> !text.isEmpty() && text.length() <= LONGEST_BOUNDARY)
                .orElseThrow(() -> malformed("its content type has no boundary"));
        FormScan scan = new FormScan(body);
        scan.parts(Bytes.utf8("--" + boundary), Bytes.utf8("\r\n--" + boundary));
        request.body(body).stream(
                scan.field("stream").map(scan::text).filter(text -> text.equalsIgnoreCase("true")).isPresent());
        scan.field("model").ifPresent(place -> {
            String model = scan.text(place);
            if (model.isEmpty()) {
                throw OpenAiChat.REQUEST.member("model").missing();
            }
            request.model(model).modelAsTextAt(place.from, place.to);
        });
        return request.build();
    }

    private Optional<Range> field(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    private String text(Range range) {
        return body.slice(range.from, range.to).utf8();
    }

    private void parts(Bytes first, Bytes delimiter) {
        if (!at(0, first)) {
            throw malformed("it does not begin with its boundary");
        }
        int after = first.size();
        while (!at(after, LAST)) {
            if (!at(after, LINE_END)) {
                throw malformed("a boundary's line does not end after it");
            }
            int headersEnd = body.indexOf(HEADERS_END, after);
            if (headersEnd < 0 || headersEnd - after > MOST_HEADER_BYTES) {
                throw malformed("a part's headers are endless");
            }
            int from = headersEnd + HEADERS_END.size();
            int to = body.indexOf(delimiter, from);
            if (to < 0) {
                throw malformed("it ends within a part");
            }
            part(body.slice(after, headersEnd).utf8(), new Range(from, to));
            after = to + delimiter.size();
        }
    }

    private boolean at(int place, Bytes sequence) {
        return place + sequence.size() <= body.size()
                && body.slice(place, place + sequence.size()).equals(sequence);
    }

    /** Takes note of a part that routing needs, which must stand there once, and not as a file. */
    private void part(String headers, Range content) {
        Map<String, String> disposition = disposition(headers);
        String name = disposition.getOrDefault("name", "");
        if (!name.equals("model") && !name.equals("stream")) {
            return;
        }
        if (disposition.containsKey("filename")) {
            throw OpenAiChat.REQUEST.member(name).invalidType("a text", "a file");
        }
        if (fields.put(name, content) != null) {
            throw OpenAiChat.REQUEST.member(name)
                    .error("The parameter '" + name + "' stands there more than once.", "duplicate_parameter");
        }
    }

    private static Map<String, String> disposition(String headers) {
        String found = null;
        for (String line : headers.split("\r\n", -1)) {
            int colon = line.indexOf(':');
            if (colon > 0 && line.substring(0, colon).strip().equalsIgnoreCase("content-disposition")) {
                if (found != null) {
                    throw malformed("a part has two dispositions");
                }
                found = line.substring(colon + 1).strip();
            }
        }
        if (found == null || !found.toLowerCase(Locale.ROOT).startsWith("form-data")) {
            throw malformed("a part has no content-disposition of form-data");
        }
        return parameters(found.substring("form-data".length()));
    }

    /** The parameters of a header, their names in lower case; each must be there once, and be plain. */
    private static Map<String, String> parameters(String text) {
        Map<String, String> parameters = new HashMap<>();
        Matcher matcher = PARAMETER.matcher(text);
        int end = 0;
        while (matcher.find()) {
            end = matcher.end();
            String quoted = matcher.group(2);
            String value = quoted == null ? matcher.group(3) : ESCAPE.matcher(quoted).replaceAll("$1");
            String name = matcher.group(1).toLowerCase(Locale.ROOT);
            if (name.equals("name*") || parameters.put(name, value) != null) {
                throw malformed("a part has not one plain name");
            }
        }
        if (!text.substring(end).isBlank()) {
            throw malformed("a header has a parameter that is none");
        }
        return parameters;
    }

    private static GatewayException malformed(String why) {
        return new GatewayException(ErrorKind.INVALID_REQUEST, "The form is malformed: " + why + ".");
    }
}
