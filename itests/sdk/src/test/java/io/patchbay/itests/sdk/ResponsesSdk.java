package io.patchbay.itests.sdk;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.Reasoning;
import com.openai.models.ReasoningEffort;
import com.openai.models.responses.EasyInputMessage;
import com.openai.models.responses.FunctionTool;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseFunctionToolCall;
import com.openai.models.responses.ResponseInputContent;
import com.openai.models.responses.ResponseInputImage;
import com.openai.models.responses.ResponseInputItem;
import com.openai.models.responses.ResponseInputText;
import com.openai.models.responses.ResponseOutputItem;
import com.openai.models.responses.ResponseOutputText;
import com.openai.models.responses.ResponseReasoningItem;
import com.openai.models.responses.ResponseStatus;
import com.openai.models.responses.ResponseStreamEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** OpenAI's SDK, for responses. */
final class ResponsesSdk implements Sdk {
    private final String url;
    private final OpenAIClient client;

    ResponsesSdk(String url, String token) {
        this.url = url;
        client = OpenAIOkHttpClient.builder().baseUrl(url + "/v1").apiKey(token).maxRetries(0).build();
    }

    @Override
    public String dialect() {
        return "openai-responses";
    }

    @Override
    public Sdk withToken(String token) {
        return new ResponsesSdk(url, token);
    }

    @Override
    public Answer whole(Ask ask) {
        return answer(client.responses().create(params(ask, List.of(question(ask)))));
    }

    @Override
    public Answer stream(Ask ask) {
        ResponseAccumulator accumulator = ResponseAccumulator.create();
        try (StreamResponse<ResponseStreamEvent> events =
                client.responses().createStreaming(params(ask, List.of(question(ask))))) {
            events.stream().forEach(accumulator::accumulate);
        }
        return answer(accumulator.response());
    }

    @Override
    public Answer next(Ask ask, Answer calls, List<String> results) {
        Response response = (Response) calls.message();
        List<ResponseInputItem> items = new ArrayList<>(List.of(question(ask)));
        response.output().stream().map(item -> JsonValue.from(item).convert(ResponseInputItem.class))
                .forEach(items::add);
        List<ResponseFunctionToolCall> made = items(response, ResponseOutputItem::functionCall).toList();
        for (int i = 0; i < made.size(); i++) {
            items.add(ResponseInputItem.ofFunctionCallOutput(ResponseInputItem.FunctionCallOutput.builder()
                    .callId(made.get(i).callId()).output(results.get(i)).build()));
        }
        return answer(client.responses().create(params(ask, items)));
    }

    @Override
    public String finish(Scene scene) {
        return "completed";
    }

    @Override
    public Class<? extends Exception> thrownFor(int status) {
        return OpenAiErrors.thrownFor(status);
    }

    @Override
    public int status(Throwable thrown) {
        return OpenAiErrors.status(thrown);
    }

    @Override
    public void close() {
        client.close();
    }

    @Override
    public String toString() {
        return "openai-java, responses";
    }

    private static ResponseInputItem question(Ask ask) {
        List<ResponseInputContent> content = new ArrayList<>(List.of(
                ResponseInputContent.ofInputText(ResponseInputText.builder().text(Ask.QUESTION).build())));
        if (ask.picture()) {
            content.add(ResponseInputContent.ofInputImage(ResponseInputImage.builder()
                    .detail(ResponseInputImage.Detail.AUTO).imageUrl(Ask.DATA_URL).build()));
        }
        return ResponseInputItem.ofEasyInputMessage(EasyInputMessage.builder().role(EasyInputMessage.Role.USER)
                .contentOfResponseInputMessageContentList(content).build());
    }

    private static ResponseCreateParams params(Ask ask, List<ResponseInputItem> items) {
        ResponseCreateParams.Builder params = ResponseCreateParams.builder().model(ask.model())
                .instructions(Ask.INSTRUCTIONS).maxOutputTokens(Ask.LIMIT).inputOfResponse(items);
        ask.tools().forEach(name -> params.addTool(FunctionTool.builder().name(name).strict(false)
                .parameters(JsonValue.from(Ask.PARAMETERS).convert(FunctionTool.Parameters.class)).build()));
        if (ask.effort()) {
            params.reasoning(Reasoning.builder().effort(ReasoningEffort.MEDIUM).build());
        }
        return ask.form() ? params.text(Ask.Event.class).build().rawParams() : params.build();
    }

    private static Answer answer(Response response) {
        return new Answer(
                items(response, ResponseOutputItem::message).flatMap(message -> message.content().stream())
                        .flatMap(content -> content.outputText().stream()).map(ResponseOutputText::text)
                        .collect(Collectors.joining()),
                items(response, ResponseOutputItem::reasoning).flatMap(item -> item.summary().stream())
                        .map(ResponseReasoningItem.Summary::text).collect(Collectors.joining()),
                items(response, ResponseOutputItem::functionCall)
                        .map(call -> Call.of(call.name(), call.arguments())).toList(),
                response.status().map(ResponseStatus::asString).orElseThrow(),
                response.usage().orElseThrow().outputTokens(),
                response);
    }

    private static <I> Stream<I> items(Response response, Function<ResponseOutputItem, Optional<I>> kind) {
        return response.output().stream().flatMap(item -> kind.apply(item).stream());
    }
}
