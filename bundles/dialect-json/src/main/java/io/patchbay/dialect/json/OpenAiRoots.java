package io.patchbay.dialect.json;

import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Endpoint;
import io.patchbay.api.exchange.RawRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The base URLs that clients of OpenAI's API have: {@code /v1}, and what people have put before a gateway's, with and
 * without the version.
 */
public final class OpenAiRoots {
    /** Of two that fit, the first is meant. */
    private static final List<String> ROOTS = Stream.concat(Stream.of("/v1"),
            Stream.of("/openai", "/litellm", "/langchain").flatMap(prefix -> Stream.of(prefix + "/v1", prefix)))
            .toList();

    private OpenAiRoots() {}

    /** Endpoints below each of the roots. */
    public static List<Endpoint> of(List<Endpoint> below) {
        return ROOTS.stream().flatMap(root -> below.stream().map(
                endpoint -> new Endpoint(endpoint.method(), root + endpoint.path(), endpoint.operation()))).toList();
    }

    /** The path below a provider's base URL that a request is for: its endpoint's below the root, with what was filled in. */
    public static String path(RawRequest raw) {
        String path = raw.endpoint().path();
        String below = ROOTS.stream().filter(root -> path.startsWith(root + "/")).findFirst()
                .map(root -> path.substring(root.length())).orElse(path);
        for (Map.Entry<String, String> parameter : raw.pathParameters().entrySet()) {
            below = below.replace("{" + parameter.getKey() + "}", segment(parameter.getValue()));
        }
        return below;
    }

    private static String segment(String id) {
        if (id.equals(".") || id.equals("..")) {
            throw new GatewayException(ErrorKind.INVALID_REQUEST, "'" + id + "' is no id.");
        }
        return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
