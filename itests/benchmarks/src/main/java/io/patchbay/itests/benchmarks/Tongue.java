package io.patchbay.itests.benchmarks;

import java.util.Arrays;
import java.util.List;

/**
 * The dialect in which the load generator asks, always for the same: how a request looks, and how a stream of answers is
 * read. The mock upstream speaks {@link #OPENAI_CHAT} alone, so that what asks in another is translated.
 */
enum Tongue {
    OPENAI_CHAT("openai-chat", "data: [DONE]", "authorization: Bearer ") {
        @Override
        String path(String model, boolean stream) {
            return "/v1/chat/completions";
        }

        @Override
        String body(String model, boolean stream, String system, String user) {
            return """
                    {"model":"%s",%s"messages":[{"role":"system","content":"%s"},\
                    {"role":"user","content":"%s"}],"temperature":0.2,"max_tokens":400}"""
                    .formatted(model, stream ? "\"stream\":true,\"stream_options\":{\"include_usage\":true}," : "",
                            system, user);
        }
    },
    OPENAI_RESPONSES("openai-responses", "response.completed", "authorization: Bearer ") {
        @Override
        String path(String model, boolean stream) {
            return "/v1/responses";
        }

        @Override
        String body(String model, boolean stream, String system, String user) {
            return """
                    {"model":"%s",%s"instructions":"%s","input":"%s","temperature":0.2,"max_output_tokens":400}"""
                    .formatted(model, stream ? STREAM : "", system, user);
        }

        @Override
        String more() {
            return "response.output_text.delta";
        }
    },
    ANTHROPIC_MESSAGES("anthropic-messages", "message_stop", "anthropic-version: 2023-06-01\r\nx-api-key: ") {
        @Override
        String path(String model, boolean stream) {
            return "/v1/messages";
        }

        @Override
        String body(String model, boolean stream, String system, String user) {
            return """
                    {"model":"%s",%s"system":"%s","messages":[{"role":"user","content":"%s"}],\
                    "temperature":0.2,"max_tokens":400}"""
                    .formatted(model, stream ? STREAM : "", system, user);
        }
    },
    GEMINI("gemini", "finishReason", "x-goog-api-key: ") {
        @Override
        String path(String model, boolean stream) {
            return "/v1beta/models/" + model + (stream ? ":streamGenerateContent?alt=sse" : ":generateContent");
        }

        @Override
        String body(String model, boolean stream, String system, String user) {
            return """
                    {"systemInstruction":{"parts":[{"text":"%s"}]},"contents":[{"role":"user","parts":[\
                    {"text":"%s"}]}],"generationConfig":{"temperature":0.2,"maxOutputTokens":400}}"""
                    .formatted(system, user);
        }
    },
    BEDROCK_CONVERSE("bedrock-converse", "messageStop", "authorization: Bearer ") {
        @Override
        String path(String model, boolean stream) {
            return "/model/" + model + (stream ? "/converse-stream" : "/converse");
        }

        @Override
        String body(String model, boolean stream, String system, String user) {
            return """
                    {"system":[{"text":"%s"}],"messages":[{"role":"user","content":[{"text":"%s"}]}],\
                    "inferenceConfig":{"temperature":0.2,"maxTokens":400}}"""
                    .formatted(system, user);
        }

        @Override
        int endOfEvent(byte[] bytes, int from, int to) {
            // A message of an AWS event stream begins with its length.
            if (to - from < Integer.BYTES) {
                return -1;
            }
            int length = 0;
            for (int i = from; i < from + Integer.BYTES; i++) {
                length = (length << Byte.SIZE) | (bytes[i] & 0xff);
            }
            return to - from < length ? -1 : from + length;
        }
    },
    COHERE_V2("cohere-v2", "message-end", "authorization: Bearer ") {
        @Override
        String path(String model, boolean stream) {
            return "/v2/chat";
        }

        @Override
        String body(String model, boolean stream, String system, String user) {
            return """
                    {"model":"%s",%s"messages":[{"role":"system","content":"%s"},\
                    {"role":"user","content":"%s"}],"temperature":0.2,"max_tokens":400}"""
                    .formatted(model, stream ? STREAM : "", system, user);
        }
    };

    private static final String STREAM = "\"stream\":true,";

    private final String dialect;
    private final String end;
    private final String credential;

    /**
     * A dialect.
     *
     * @param dialect its name
     * @param end what stands in the event that ends a stream
     * @param credential the header with the caller's token, without the token
     */
    Tongue(String dialect, String end, String credential) {
        this.dialect = dialect;
        this.end = end;
        this.credential = credential;
    }

    /** All that the gateway has to translate. */
    static List<Tongue> translated() {
        return Arrays.stream(values()).filter(tongue -> tongue != OPENAI_CHAT).toList();
    }

    String dialect() {
        return dialect;
    }

    /** The lines of the header by which a caller says who he is. */
    String credential(String token) {
        return credential + token;
    }

    abstract String path(String model, boolean stream);

    abstract String body(String model, boolean stream, String system, String user);

    /** Where the event that begins at an index ends, or -1 if that has not come yet. */
    int endOfEvent(byte[] bytes, int from, int to) {
        for (int at = from + 1; at < to; at++) {
            boolean blankLine = bytes[at] == '\n' && (bytes[at - 1] == '\n' || (bytes[at - 1] == '\r' && at > from + 2
                    && bytes[at - 2] == '\n'));
            if (blankLine) {
                return at + 1;
            }
        }
        return -1;
    }

    /** What stands in an event that brings more of the text, and does not repeat what came before. */
    String more() {
        return "";
    }

    /** What stands in the event that ends a stream. */
    String end() {
        return end;
    }
}
