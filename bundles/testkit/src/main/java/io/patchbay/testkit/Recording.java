package io.patchbay.testkit;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Headers;
import java.util.ArrayList;
import java.util.List;

/**
 * A recorded exchange with a real provider.
 *
 * @param name the file below the folder of all recordings, and the number in it
 * @param method the HTTP method of the request
 * @param path the path of the request
 * @param query the query of the request, not encoded; empty where there is none
 * @param requestHeaders the request's headers, without credentials
 * @param request the request's body
 * @param status the HTTP status of the answer
 * @param answerHeaders the answer's headers
 * @param answer the answer's body as it came
 */
public record Recording(String name, String method, String path, String query, Headers requestHeaders, Bytes request,
        int status, Headers answerHeaders, Bytes answer) {

    /** Whether the answer is a stream of server-sent events. */
    public boolean streamed() {
        return answerHeaders.first("content-type").orElse("").startsWith("text/event-stream");
    }

    /** The recorded answer, sent in chunks that are cut at random places. */
    public Script script(RandomCuts cuts) {
        List<String> lines = new ArrayList<>();
        lines.add("transfer-encoding: chunked");
        answerHeaders.forEach((name, value) -> lines.add(name + ": " + value));
        return Script.head(status, lines.toArray(String[]::new)).chunks(cuts.cut(answer)).endChunks();
    }

    /** The name alone. */
    @Override
    public String toString() {
        return name;
    }
}
