package io.patchbay.provider.mock.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Answer;
import io.patchbay.api.exchange.Attempt;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Cancellation;
import io.patchbay.api.exchange.Headers;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.WireRequest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The answers to requests, whole or streamed, each with its fault. */
final class MockAnswers {
    private static final int LATE_MS = 20_000;
    private static final Headers JSON = Headers.of("content-type", "application/json");
    private static final Headers EVENTS = Headers.of("content-type", "text/event-stream");
    private static final Headers SOUND = Headers.of("content-type", "audio/wav");
    /** A PNG of one transparent pixel. */
    private static final String PICTURE =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";
    private static final Bytes PAGE = Bytes.utf8("<html><body><h1>It works!</h1></body></html>");

    private final Reply reply;
    private final int eventIntervalMs;
    private final int dimensions;
    private final Waiter waiter;

    MockAnswers(Reply reply, int eventIntervalMs, int dimensions, Waiter waiter) {
        this.reply = reply;
        this.eventIntervalMs = eventIntervalMs;
        this.dimensions = dimensions;
        this.waiter = waiter;
    }

    /** Answers, or fails as told. */
    Answer answer(Attempt attempt, Fault fault) {
        return switch (fault.kind()) {
            case STATUS -> error(fault.status(), fault.argument(),
                    "The mock was told to fail with " + fault.status() + ".", "mock_fault");
            case CONTEXT_LENGTH ->
                    error(400, -1, "This model's maximum context length is 8192 tokens.", "context_length_exceeded");
            case CONTENT_FILTER ->
                    error(400, -1, "The prompt was filtered by a content policy.", "content_filter");
            case RESET -> throw broken();
            case HANG -> {
                waiter.pause(Waiter.FOR_EVER_MS, attempt.cancellation());
                throw broken();
            }
            case HTML -> Answer.whole(200, Headers.of("content-type", "text/html"), PAGE);
            default -> begun(attempt, fault);
        };
    }

    private Answer begun(Attempt attempt, Fault fault) {
        WireRequest request = attempt.request();
        try {
            if (request.operation().equals(Operation.CHAT)) {
                Completion completion = completion(attempt, fault);
                return request.stream()
                        ? stream(attempt.cancellation(), completion, fault)
                        : whole(attempt.cancellation(), completion.whole(), fault);
            }
            if (request.operation().equals(Operation.EMBEDDINGS)) {
                Bytes vectors = Embeddings.answer(request.body(), request.model(), dimensions);
                return whole(attempt.cancellation(), vectors, fault);
            }
            return surface(attempt, fault);
        } catch (IOException e) {
            return error(400, -1, "The request's body is no JSON.", "invalid_json");
        } catch (InvalidParameter e) {
            return Answer.whole(400, JSON, errorBody(e.reason(), "invalid_request_error",
                    '"' + JsonText.escape(e.parameter()) + '"', e.code()));
        }
    }

    private Answer surface(Attempt attempt, Fault fault) {
        WireRequest request = attempt.request();
        Cancellation cancellation = attempt.cancellation();
        return switch (request.operation().name()) {
            case "images" -> whole(cancellation, Bytes.utf8("{\"created\":"
                    + attempt.exchange().startedAt().getEpochSecond() + ",\"data\":[{\"b64_json\":\"" + PICTURE
                    + "\"}],\"usage\":{\"input_tokens\":1,\"output_tokens\":1,\"total_tokens\":2}}"), fault);
            case "speech" -> Answer.stream(200, SOUND, new PacedFrames(cancellation,
                    new Silence(fault, eventIntervalMs, late(fault), waiter)));
            case "transcriptions" ->
                    whole(cancellation, Bytes.utf8("{\"text\":\"" + JsonText.escape(reply.text("")) + "\"}"), fault);
            case "moderations" -> whole(cancellation, Bytes.utf8("{\"id\":\"modr-" + JsonText.escape(
                    attempt.exchange().id()) + "\",\"model\":\"" + JsonText.escape(request.model())
                    + "\",\"results\":[{\"flagged\":false,\"categories\":{},\"category_scores\":{}}]}"), fault);
            default -> error(404, -1, "The mock cannot do " + request.operation().name() + ".", "unknown_url");
        };
    }

    private Completion completion(Attempt attempt, Fault fault) throws IOException, InvalidParameter {
        Question question = Question.read(attempt.request().body());
        Completion.Head head = new Completion.Head(attempt.exchange().id(),
                attempt.exchange().startedAt().getEpochSecond(), attempt.request().model(), question.words(),
                question.includeUsage());
        JsonNode function = question.requiredFunction();
        if (!function.isMissingNode()) {
            String arguments = SchemaInstance.of(function.path("parameters")).toString();
            return head.ofCall(function.path("name").asText(), Words.cut(JsonText.escape(arguments)));
        }
        List<String> words = reply.to(question);
        return fault.kind() == Fault.Kind.FILTERED
                ? head.ofText(words.subList(0, words.size() / 2), "content_filter")
                : head.ofText(words, "stop");
    }

    private Answer whole(Cancellation cancellation, Bytes body, Fault fault) {
        return switch (fault.kind()) {
            case SLOW_FIRST_EVENT -> {
                waiter.pause(late(fault), cancellation);
                yield Answer.whole(200, JSON, body);
            }
            case CUT -> Answer.whole(200, JSON, new PacedFrames(cancellation, (_, _) -> {
                throw broken();
            }));
            case STALL -> Answer.whole(200, JSON, new PacedFrames(cancellation, (_, over) -> {
                waiter.pause(Waiter.FOR_EVER_MS, over);
                return Optional.empty();
            }));
            case UNFINISHED, MALFORMED -> Answer.whole(200, JSON, body.slice(0, body.size() / 2));
            case ERROR_EVENT -> Answer.whole(200, JSON, failure());
            case EMPTY -> Answer.whole(200, JSON, Bytes.EMPTY);
            default -> Answer.whole(200, JSON, body);
        };
    }

    private Answer stream(Cancellation cancellation, Completion completion, Fault fault) {
        MockStream stream = new MockStream(completion, fault, eventIntervalMs, late(fault), waiter);
        return Answer.stream(200, EVENTS, new PacedFrames(cancellation, stream));
    }

    /** How late the first event is. */
    private static int late(Fault fault) {
        if (fault.kind() != Fault.Kind.SLOW_FIRST_EVENT) {
            return 0;
        }
        return fault.argument() < 0 ? LATE_MS : fault.argument();
    }

    /** What is thrown where a connection would break. */
    static GatewayException broken() {
        return new GatewayException(ErrorKind.UPSTREAM, "The mock broke the connection off.");
    }

    /** What is said where an upstream fails in a 200. */
    static Bytes failure() {
        return errorBody("The mock had an error.", "server_error");
    }

    private static Answer error(int status, int retryAfterSeconds, String message, String code) {
        Headers headers = retryAfterSeconds < 0 ? JSON : JSON.with("retry-after", String.valueOf(retryAfterSeconds));
        return Answer.whole(status, headers, errorBody(message, code));
    }

    private static Bytes errorBody(String message, String code) {
        return errorBody(message, "mock_error", "null", code);
    }

    private static Bytes errorBody(String message, String type, String parameter, String code) {
        return Bytes.utf8("{\"error\":{\"message\":\"" + JsonText.escape(message) + "\",\"type\":\"" + type
                + "\",\"param\":" + parameter + ",\"code\":\"" + code + "\"}}");
    }
}
