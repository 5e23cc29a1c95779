package io.patchbay.itests.sdk;

import com.google.genai.Client;
import com.google.genai.ResponseStream;
import com.google.genai.errors.ApiException;
import com.google.genai.errors.ClientException;
import com.google.genai.types.Candidate;
import com.google.genai.types.Content;
import com.google.genai.types.FunctionCall;
import com.google.genai.types.FunctionDeclaration;
import com.google.genai.types.FunctionResponse;
import com.google.genai.types.GenerateContentConfig;
import com.google.genai.types.GenerateContentResponse;
import com.google.genai.types.GenerateContentResponseUsageMetadata;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.HttpRetryOptions;
import com.google.genai.types.ListModelsConfig;
import com.google.genai.types.Part;
import com.google.genai.types.ThinkingConfig;
import com.google.genai.types.Tool;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Google's SDK, for the Gemini API. */
final class GeminiSdk implements Sdk {
    private final String url;
    private final Client client;

    GeminiSdk(String url, String token) {
        this.url = url;
        client = Client.builder().apiKey(token).vertexAI(false)
                .httpOptions(HttpOptions.builder().baseUrl(url)
                        .retryOptions(HttpRetryOptions.builder().attempts(1).build()).build())
                .build();
    }

    @Override
    public String dialect() {
        return "gemini";
    }

    @Override
    public Sdk withToken(String token) {
        return new GeminiSdk(url, token);
    }

    @Override
    public Answer whole(Ask ask) {
        return answer(List.of(client.models.generateContent(ask.model(), List.of(question(ask)), config(ask))));
    }

    @Override
    public Answer stream(Ask ask) {
        List<GenerateContentResponse> chunks = new ArrayList<>();
        try (ResponseStream<GenerateContentResponse> stream =
                client.models.generateContentStream(ask.model(), List.of(question(ask)), config(ask))) {
            stream.forEach(chunks::add);
        }
        return answer(chunks);
    }

    @Override
    public Answer next(Ask ask, Answer calls, List<String> results) {
        Content message = (Content) calls.message();
        List<Part> responses = new ArrayList<>();
        for (FunctionCall call : calls(message)) {
            FunctionResponse.Builder response = FunctionResponse.builder().name(call.name().orElseThrow())
                    .response(Map.of("output", results.get(responses.size())));
            call.id().ifPresent(response::id);
            responses.add(Part.builder().functionResponse(response.build()).build());
        }
        Content returned = Content.builder().role("user").parts(responses).build();
        return answer(List.of(client.models.generateContent(ask.model(), List.of(question(ask), message, returned),
                config(ask))));
    }

    @Override
    public String finish(Scene scene) {
        return "STOP";
    }

    @Override
    public Class<? extends Exception> thrownFor(int status) {
        return ClientException.class;
    }

    @Override
    public int status(Throwable thrown) {
        return ((ApiException) thrown).code();
    }

    /** The names of all models. */
    List<String> models() {
        return StreamSupport.stream(client.models.list(ListModelsConfig.builder().build()).spliterator(), false)
                .flatMap(model -> model.name().stream()).toList();
    }

    @Override
    public void close() {
        client.close();
    }

    @Override
    public String toString() {
        return "google-genai";
    }

    /** How many tokens a question has. */
    int tokens(Ask ask) {
        return client.models.countTokens(ask.model(), Ask.QUESTION, null).totalTokens().orElseThrow();
    }

    List<List<Float>> vectors(String model, List<String> texts) {
        return client.models.embedContent(model, texts, null).embeddings().orElseThrow().stream()
                .map(embedding -> embedding.values().orElseThrow()).toList();
    }

    private static Content question(Ask ask) {
        List<Part> parts = new ArrayList<>(List.of(Part.fromText(Ask.QUESTION)));
        if (ask.picture()) {
            parts.add(Part.fromBytes(Ask.png(), "image/png"));
        }
        return Content.builder().role("user").parts(parts).build();
    }

    private static GenerateContentConfig config(Ask ask) {
        GenerateContentConfig.Builder config = GenerateContentConfig.builder().maxOutputTokens(Ask.LIMIT)
                .systemInstruction(Content.fromParts(Part.fromText(Ask.INSTRUCTIONS)));
        if (!ask.tools().isEmpty()) {
            config.tools(List.of(Tool.builder().functionDeclarations(ask.tools().stream()
                    .map(name -> FunctionDeclaration.builder().name(name).parametersJsonSchema(Ask.PARAMETERS).build())
                    .toList()).build()));
        }
        if (ask.form()) {
            config.responseMimeType("application/json").responseJsonSchema(Ask.FORM);
        }
        if (ask.effort()) {
            config.thinkingConfig(
                    ThinkingConfig.builder().includeThoughts(true).thinkingBudget(Ask.THINKING_TOKENS).build());
        }
        return config.build();
    }

    /** The answer that the chunks of a stream make; the SDK leaves that to its users. */
    private static Answer answer(List<GenerateContentResponse> chunks) {
        List<Part> parts = chunks.stream().flatMap(chunk -> candidate(chunk).stream())
                .flatMap(candidate -> candidate.content().stream()).flatMap(content -> content.parts().stream())
                .flatMap(List::stream).toList();
        Content message = Content.builder().role("model").parts(parts).build();
        GenerateContentResponseUsageMetadata usage = chunks.getLast().usageMetadata().orElseThrow();
        return new Answer(
                text(parts, part -> !part.thought().orElse(false)),
                text(parts, part -> part.thought().orElse(false)),
                calls(message).stream()
                        .map(call -> Call.of(call.name().orElseThrow(), call.args().orElseThrow())).toList(),
                candidate(chunks.getLast()).orElseThrow().finishReason().orElseThrow().toString(),
                usage.candidatesTokenCount().orElse(0) + usage.thoughtsTokenCount().orElse(0),
                message);
    }

    private static Optional<Candidate> candidate(GenerateContentResponse response) {
        return response.candidates().map(List::getFirst);
    }

    private static String text(List<Part> parts, Predicate<Part> which) {
        return parts.stream().filter(which).flatMap(part -> part.text().stream()).collect(Collectors.joining());
    }

    private static List<FunctionCall> calls(Content message) {
        return message.parts().orElseThrow().stream().flatMap(part -> part.functionCall().stream()).toList();
    }
}
