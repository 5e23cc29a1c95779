package io.patchbay.itests.benchmarks;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Where requests go and what they ask for; always on the loopback address.
 *
 * @param port the port
 * @param model the model
 * @param token the bearer token
 * @param stamp a header, in lower case, that an answer must have exactly once; empty for none
 * @param tongue the dialect in which it is asked
 */
record Target(int port, String model, String token, String stamp, Tongue tongue) {
    private static final String SYSTEM = "You are a patient science teacher. Answer in plain words, in one paragraph, "
            + "and name at least one place on Earth as an example. Do not use lists, headings or formulas.";
    private static final String QUESTION = "Why are there two high tides a day, and why is one place's tide so much "
            + "higher than another's?";

    Target(int port, String model, String token) {
        this(port, model, token, "", Tongue.OPENAI_CHAT);
    }

    Target in(Tongue other) {
        return new Target(port, model, token, stamp, other);
    }

    Target asking(String otherModel) {
        return new Target(port, otherModel, token, stamp, tongue);
    }

    Target stampedBy(String header) {
        return new Target(port, model, token, header, tongue);
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** A whole answer at once. */
    Template chat() {
        return request(false, SYSTEM, question(0, 0));
    }

    /** A stream of so many events at such an interval. */
    Template stream(int events, int intervalMs) {
        return request(true, SYSTEM, question(events, intervalMs));
    }

    /** Like the others, but the user says no more than the id: see {@link Echo}. */
    Template echoed(boolean stream, int events, int intervalMs) {
        String system = "[%s] %s".formatted(marker(events, intervalMs), SYSTEM);
        return request(stream, system, Echo.question());
    }

    private static String marker(int events, int intervalMs) {
        return "bench:%s:%05d:%05d:%05d".formatted(Marker.BLANK_ID, events, intervalMs, 0);
    }

    private static String question(int events, int intervalMs) {
        return "[%s] %s".formatted(marker(events, intervalMs), QUESTION);
    }

    private Template request(boolean stream, String system, String user) {
        String body = tongue.body(model, stream, system, user);
        return new Template("""
                POST %s HTTP/1.1\r
                host: 127.0.0.1:%d\r
                user-agent: patchbay-bench\r
                accept: application/json, text/event-stream\r
                %s\r
                content-type: application/json\r
                content-length: %d\r
                \r
                %s""".formatted(tongue.path(model, stream), port, tongue.credential(token), body.length(), body));
    }
}
