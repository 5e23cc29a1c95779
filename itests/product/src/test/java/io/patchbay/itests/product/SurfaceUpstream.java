package io.patchbay.itests.product;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.testkit.FakeUpstream;
import io.patchbay.testkit.Gate;
import io.patchbay.testkit.ReceivedRequest;
import io.patchbay.testkit.Script;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * An upstream with all that OpenAI has beside chat. Below {@code /plain} it has chat alone, below {@code /broken} every
 * request fails.
 */
final class SurfaceUpstream implements AutoCloseable {
    static final String KEY = "sk-upstream-of-the-surfaces";
    /** What is between the two pieces of a speech. */
    final Gate secondPiece = new Gate();

    private static final String FILE = """
            {"id":"file-1","object":"file","bytes":3,"created_at":1,"filename":"in.jsonl","purpose":"batch",
            "status":"processed","future":1.50}""";
    private static final String BATCH = """
            {"id":"batch_1","object":"batch","endpoint":"/v1/chat/completions","input_file_id":"file-1",
            "completion_window":"24h","status":"validating","created_at":1}""";
    private static final String RESPONSE =
            """
            {"id":"resp_1","object":"response","created_at":1,"status":"failed","model":"m-chat","output":[],
            "error":{"code":"server_error","message":"It failed then."},"incomplete_details":null,"instructions":null,
            "metadata":null,"parallel_tool_calls":true,"temperature":1.0,"tool_choice":"auto","tools":[],"top_p":1.0}""";
    private static final String LIST = "{\"object\":\"list\",\"data\":[%s],\"has_more\":false}";
    private static final Map<String, String> ANSWERS = Map.ofEntries(
            Map.entry("POST /images/generations",
                    "{\"created\":1,\"data\":[{\"b64_json\":\"AAAA\"}],\"usage\":{\"input_tokens\":5,"
                            + "\"input_tokens_details\":{\"image_tokens\":0,\"text_tokens\":5},"
                            + "\"output_tokens\":7,\"total_tokens\":12}}"),
            Map.entry("POST /images/edits", "{\"created\":2,\"data\":[{\"b64_json\":\"BBBB\"}]}"),
            Map.entry("POST /audio/transcriptions", "{\"text\":\"Ahoj\"}"),
            Map.entry("POST /audio/translations", "{\"text\":\"Hello\"}"),
            Map.entry("POST /moderations", "{\"id\":\"modr-1\",\"model\":\"m-judge\",\"results\":[]}"),
            Map.entry("POST /completions", """
                    {"id":"cmpl-1","object":"text_completion","created":1,"model":"m-old","choices":[{"text":" upon",
                    "index":0,"logprobs":null,"finish_reason":"stop"}]}"""),
            Map.entry("POST /files", FILE),
            Map.entry("GET /files", LIST.formatted(FILE)),
            Map.entry("GET /files/file-1", FILE),
            Map.entry("DELETE /files/file-1", "{\"id\":\"file-1\",\"object\":\"file\",\"deleted\":true}"),
            Map.entry("POST /batches", BATCH),
            Map.entry("GET /batches", LIST.formatted(BATCH)),
            Map.entry("GET /batches/batch_1", BATCH),
            Map.entry("POST /batches/batch_1/cancel", BATCH.replace("validating", "cancelling")),
            Map.entry("GET /responses/resp_1", RESPONSE),
            Map.entry("POST /responses/resp_1/cancel", RESPONSE.replace("failed", "cancelled")),
            Map.entry("DELETE /responses/resp_1", "{\"id\":\"resp_1\",\"object\":\"response\",\"deleted\":true}"),
            Map.entry("GET /responses/resp_1/input_items", LIST.formatted("")));
    private static final String CHAT = """
            {"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"chat-1","choices":[{"index":0,
            "message":{"role":"assistant","content":" upon a time","refusal":null},"logprobs":null,
            "finish_reason":"length"}],"usage":{"prompt_tokens":1,"completion_tokens":3,"total_tokens":4}}""";
    private static final String CHUNK = """
            data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"chat-1","choices":[{"index":0,"delta":%s,"finish_reason":%s}]}

            """;

    private final LinkedBlockingQueue<ReceivedRequest> received = new LinkedBlockingQueue<>();
    private final FakeUpstream server = FakeUpstream.start().otherwise(this::answer);

    /** The address of its root. */
    String url() {
        return server.url();
    }

    /** The next request that nobody looked at. */
    ReceivedRequest take() throws InterruptedException {
        ReceivedRequest next = received.poll(10, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("no request came within 10 s");
        }
        return next;
    }

    /** Forgets what came so far. */
    void forget() {
        received.clear();
    }

    /** Whether nothing came. */
    boolean untouched() {
        return received.isEmpty();
    }

    @Override
    public void close() {
        server.close();
    }

    private Script answer(ReceivedRequest request) {
        received.add(request);
        String path = request.path();
        if (path.startsWith("/broken/")) {
            return Script.json(503, "{\"error\":{\"message\":\"broken\"}}");
        }
        if (path.startsWith("/plain/")) {
            return request.body().utf8().contains("\"stream\":true") ? chatStream() : Script.json(200, CHAT);
        }
        if (!request.headers().all("authorization").equals(List.of("Bearer " + KEY))) {
            return Script.json(401, "{\"error\":{\"message\":\"who?\",\"code\":\"invalid_api_key\"}}");
        }
        String endpoint = request.method() + " " + path.substring("/v1".length());
        if (endpoint.equals("POST /audio/speech")) {
            return Script.head(200, "content-type: audio/mpeg", "content-length: 6").send("\u00ff\u00fb1")
                    .await(secondPiece).send("234");
        }
        if (endpoint.equals("GET /files/file-1/content")) {
            return Script.whole(200, "application/octet-stream",
                    List.of(Bytes.utf8("{\"error\":"), Bytes.utf8("1}\n")));
        }
        String answer = ANSWERS.get(endpoint);
        return answer == null
                ? Script.json(404, "{\"error\":{\"message\":\"no " + endpoint + "\",\"code\":\"unknown_url\"}}")
                : Script.json(200, answer, "x-request-id: up-1");
    }

    private static Script chatStream() {
        return Script.stream().chunk(CHUNK.formatted("{\"role\":\"assistant\",\"content\":\" upon\"}", "null"))
                .chunk(CHUNK.formatted("{\"content\":\" a time\"}", "null"))
                .chunk(CHUNK.formatted("{}", "\"length\"")).chunk("data: [DONE]\n\n").endChunks();
    }
}
