package io.patchbay.itests.benchmarks;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Where requests go and what they ask for; always on the loopback address. */
record Target(int port, String model, String token) {
    private static final String SYSTEM = "You are a patient science teacher. Answer in plain words, in one paragraph, "
            + "and name at least one place on Earth as an example. Do not use lists, headings or formulas.";
    private static final String QUESTION = "Why are there two high tides a day, and why is one place's tide so much "
            + "higher than another's?";

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** A whole answer at once. */
    Template chat() {
        return request("", marker(0, 0));
    }

    /** A stream of so many events at such an interval. */
    Template stream(int events, int intervalMs) {
        return request("\"stream\":true,\"stream_options\":{\"include_usage\":true},", marker(events, intervalMs));
    }

    private static String marker(int events, int intervalMs) {
        return "bench:%s:%05d:%05d:%05d".formatted(Marker.BLANK_ID, events, intervalMs, 0);
    }

    private Template request(String streaming, String marker) {
        String body = """
                {"model":"%s",%s"messages":[{"role":"system","content":"%s"},\
                {"role":"user","content":"[%s] %s"}],"temperature":0.2,"max_tokens":400}"""
                .formatted(model, streaming, SYSTEM, marker, QUESTION);
        return new Template("""
                POST /v1/chat/completions HTTP/1.1\r
                host: 127.0.0.1:%d\r
                user-agent: patchbay-bench\r
                accept: application/json, text/event-stream\r
                authorization: Bearer %s\r
                content-type: application/json\r
                content-length: %d\r
                \r
                %s""".formatted(port, token, body.length(), body));
    }
}
