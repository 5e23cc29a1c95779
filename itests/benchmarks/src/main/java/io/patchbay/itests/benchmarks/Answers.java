package io.patchbay.itests.benchmarks;

/** What the mock upstream answers, as ready HTTP messages with blanks for the marker's id: OpenAI's chat schema. */
final class Answers {
    private static final String TEXT = """
            bench:%1$s:The tide is the rise and fall of sea level that the Moon and, to a smaller degree, the \
            Sun cause as the Earth turns beneath them. The near side of the Earth is pulled more strongly than \
            its centre, and the far side less, so two bulges of water form on opposite sides. As the planet \
            turns, a coast passes through both bulges each day, which is why most places see two high tides and \
            two low tides in a little under twenty-five hours. When Sun and Moon stand in line, at new and full \
            moon, their pulls add up to spring tides; when they stand at a right angle, neap tides are smaller. \
            The shape of the coast, the depth of the sea floor and the wind then decide how high the water comes \
            at one place: a few centimetres in the Mediterranean, sixteen metres in the Bay of Fundy. :%1$s:end"""
            .formatted(Marker.BLANK_ID);

    private static final String COMPLETION = """
            {"id":"chatcmpl-CQx1Y8mVqZk2Jd0tN5sWbR7uLhGfA","object":"chat.completion","created":1750000000,\
            "model":"gpt-bench","choices":[{"index":0,"message":{"role":"assistant","content":"%s","refusal":null,\
            "annotations":[]},"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":92,\
            "completion_tokens":181,"total_tokens":273,"prompt_tokens_details":{"cached_tokens":0,"audio_tokens":0},\
            "completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":0}},"service_tier":"default",\
            "system_fingerprint":"fp_bench"}""".formatted(TEXT);

    private static final String CHUNK = """
            data: {"id":"chatcmpl-CQx1Y8mVqZk2Jd0tN5sWbR7uLhGfA","object":"chat.completion.chunk",\
            "created":1750000000,"model":"gpt-bench","system_fingerprint":"fp_bench","choices":[{"index":0,%s}]%s}

            """;

    private static final String EVENT = CHUNK.formatted(
            """
                    "delta":{"content":"bench:%s:%s:%s the tide"},"logprobs":null,"finish_reason":null"""
                    .formatted(Marker.BLANK_ID, Marker.BLANK_NUMBER, Marker.BLANK_NANOS),
            "");

    private static final String LAST_EVENTS = CHUNK.formatted("""
            "delta":{},"logprobs":null,"finish_reason":"stop\"""", """
            ,"usage":{"prompt_tokens":92,"completion_tokens":181,"total_tokens":273}""") + "data: [DONE]\n\n";

    /** The text of a completion, from the marker to its end. */
    static final Template WHOLE_TEXT = new Template(TEXT);

    static final Template ANSWER = new Template("""
            HTTP/1.1 200 OK\r
            content-type: application/json\r
            x-request-id: req_%s\r
            content-length: %d\r
            \r
            %s""".formatted(Marker.BLANK_ID, COMPLETION.length(), COMPLETION));

    static final Template STREAM_HEAD = new Template("""
            HTTP/1.1 200 OK\r
            content-type: text/event-stream; charset=utf-8\r
            cache-control: no-cache\r
            x-request-id: req_%s\r
            transfer-encoding: chunked\r
            \r
            """.formatted(Marker.BLANK_ID));

    static final Template STREAM_EVENT = new Template(chunk(EVENT));

    static final Template STREAM_END = new Template(chunk(LAST_EVENTS) + "0\r\n\r\n");

    static final Template MODELS = json("200 OK", """
            {"object":"list","data":[{"id":"gpt-bench","object":"model","created":1750000000,"owned_by":"bench"}]}""");

    static final Template NOT_FOUND = json("404 Not Found", """
            {"error":{"message":"Not found","type":"invalid_request_error","param":null,"code":null}}""");

    private Answers() {}

    private static String chunk(String data) {
        return Integer.toHexString(data.length()) + "\r\n" + data + "\r\n";
    }

    private static Template json(String status, String body) {
        return new Template("HTTP/1.1 %s\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n%s"
                .formatted(status, body.length(), body));
    }
}
