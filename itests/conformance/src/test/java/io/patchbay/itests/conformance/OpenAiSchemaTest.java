package io.patchbay.itests.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.api.dialect.EmbeddingCodec;
import io.patchbay.api.dialect.ModelsCodec;
import io.patchbay.api.error.ErrorKind;
import io.patchbay.api.error.GatewayException;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.model.Candidate;
import io.patchbay.api.model.ChatRequest;
import io.patchbay.api.model.ChatResponse;
import io.patchbay.api.model.EmbeddingResponse;
import io.patchbay.api.model.FinishReason;
import io.patchbay.api.model.Json;
import io.patchbay.api.model.ModelInfo;
import io.patchbay.api.model.Part;
import io.patchbay.api.model.Usage;
import io.patchbay.testkit.Recording;
import io.patchbay.testkit.Recordings;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;

/** What is written in OpenAI's dialects is as OpenAI's published schema wants it, wherever it came from. */
class OpenAiSchemaTest {
    private static final EmbeddingCodec EMBEDDINGS = (EmbeddingCodec) OpenAiWords.CHAT.spoken().dialect();
    private static final ModelsCodec MODELS = (ModelsCodec) OpenAiWords.CHAT.spoken().dialect();

    private static final int LEAST_TOKENS = 16;

    private static OpenAiSchema schema;

    @BeforeAll
    static void openSchema() {
        schema = OpenAiSchema.corrected(Erratum.ALL);
    }

    @ParameterizedTest
    @FieldSource("io.patchbay.itests.conformance.Spoken#ALL")
    void everyRecordingIsValid(Spoken from) {
        Matrix matrix = new Matrix("valid by OpenAI's schema, from " + from);
        for (Recording recording : from.recordings()) {
            for (OpenAiWords words : OpenAiWords.ALL) {
                if (!words.spoken().equals(from)) {
                    note(matrix, from, words, recording);
                }
            }
        }
        matrix.check();
    }

    private static void note(Matrix matrix, Spoken from, OpenAiWords words, Recording recording) {
        if (recording.status() >= 400) {
            noteError(matrix, from, words, recording);
            return;
        }
        ChatRequest request;
        ChatResponse answer;
        try {
            request = from.request(recording);
            answer = from.answer(recording);
        } catch (GatewayException _) {
            // an error in a 200, or a request that its own dialect refuses: the dialect's own tests look at these
            return;
        }
        Spoken to = words.spoken();
        try {
            Bytes written = to.codec().writeRequest(withALimitThatOpenAiTakes(request)).body();
            matrix.note(from, to, "REQUEST", recording.name(), List.of(), schema.errors(words.request(), written));
        } catch (GatewayException e) {
            // A file that was uploaded to another vendor.
            matrix.note(from, to, "REFUSED", recording.name(), ErrorKind.INVALID_REQUEST, e.kind());
        }
        matrix.note(from, to, "ANSWER", recording.name(), List.of(),
                schema.errors(words.answer(), to.codec().writeResponse(answer)));
        for (Bytes event : events(to, to.stream(answer.events()))) {
            matrix.note(from, to, "EVENT", recording.name(), List.of(), schema.errors(words.event(), event));
        }
    }

    /** OpenAI's responses have room for 16 tokens at least: a client that wants fewer is told so, and is not helped. */
    private static ChatRequest withALimitThatOpenAiTakes(ChatRequest request) {
        return request.maxOutputTokens().orElse(LEAST_TOKENS) < LEAST_TOKENS
                ? request.toBuilder().maxOutputTokens(LEAST_TOKENS).build()
                : request;
    }

    private static void noteError(Matrix matrix, Spoken from, OpenAiWords words, Recording recording) {
        Spoken to = words.spoken();
        GatewayException error =
                from.dialect().readError(recording.status(), recording.answerHeaders(), recording.answer());
        matrix.note(from, to, "ERROR", recording.name(), List.of(),
                schema.errors(OpenAiWords.ERROR, Spoken.body(to.dialect().writeError(error))));
        for (Bytes event : events(to, to.dialect().writeStreamError(error))) {
            matrix.note(from, to, "ERROR EVENT", recording.name(), List.of(),
                    schema.errors(words.errorEvent(), event));
        }
    }

    /** What the events of a stream hold, without the terminator. */
    private static List<Bytes> events(Spoken dialect, Bytes stream) {
        return dialect.framing().apply(stream).stream().map(Frame::data)
                .filter(data -> !data.utf8().equals("[DONE]")).toList();
    }

    @ParameterizedTest
    @FieldSource("io.patchbay.itests.conformance.Spoken#ALL")
    void everyVectorIsValid(Spoken from) {
        if (!(from.dialect() instanceof EmbeddingCodec codec)) {
            return;
        }
        WireRequest request = WireRequest.builder(from.name(), Operation.EMBEDDINGS).build();
        for (Recording recording : Recordings.open().of("rig")) {
            EmbeddingResponse answer;
            try {
                answer = codec.readEmbeddingResponse(recording.answer());
            } catch (GatewayException _) {
                // no vectors in this dialect
                continue;
            }
            assertThat(schema.errors("CreateEmbeddingResponse", EMBEDDINGS.writeEmbeddingResponse(answer, request)))
                    .as(recording.name()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyKindOfErrorIsValid(ErrorKind kind) {
        GatewayException error = new GatewayException(kind, "So it is.");
        for (OpenAiWords words : OpenAiWords.ALL) {
            Spoken to = words.spoken();
            assertThat(schema.errors(OpenAiWords.ERROR, Spoken.body(to.dialect().writeError(error)))).isEmpty();
            assertThat(events(to, to.dialect().writeStreamError(error)))
                    .allSatisfy(event -> assertThat(schema.errors(words.errorEvent(), event)).isEmpty());
        }
    }

    @Test
    void modelsAreValid() {
        ModelInfo model = new ModelInfo("m", "p", 0);

        assertThat(schema.errors("ListModelsResponse", MODELS.writeModels(List.of(model)))).isEmpty();
        assertThat(schema.errors("ListModelsResponse", MODELS.writeModels(List.of()))).isEmpty();
        assertThat(schema.errors("Model", MODELS.writeModel(model))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void everyPartAndFinishIsValid(FinishReason finish) {
        ChatResponse answer = new ChatResponse("", "", List.of(new Candidate(List.of(
                new Part.Reasoning("Hm.", List.of()), Part.Text.of("Blue."),
                new Part.Citation("Sky", "http://s", "", List.of()), new Part.Refusal("No.", List.of()),
                new Part.ToolCall("c1", "f", new Json("{}"), List.of())), finish, List.of())), Usage.NONE, List.of());
        for (OpenAiWords words : OpenAiWords.ALL) {
            Spoken to = words.spoken();
            assertThat(schema.errors(words.answer(), to.codec().writeResponse(answer))).isEmpty();
            assertThat(events(to, to.stream(answer.events())))
                    .allSatisfy(event -> assertThat(schema.errors(words.event(), event)).isEmpty());
        }
    }

    @ParameterizedTest
    @FieldSource("io.patchbay.itests.conformance.Erratum#ALL")
    void whatIsCorrectedIsWhatOpenAiItselfSends(Erratum erratum) {
        OpenAiSchema published = OpenAiSchema.corrected(List.of());
        OpenAiSchema corrected = OpenAiSchema.corrected(List.of(erratum));

        assertThat(OpenAiWords.ALL).anySatisfy(words -> assertThat(
                words.spoken().recordings().stream().filter(recording -> recording.name().startsWith("rig/openai/")))
                .anySatisfy(recording -> {
                    assertThat(errors(corrected, words, recording)).isLessThan(errors(published, words, recording));
                }));
    }

    /** How many errors there are in a request and in its answer, if that is a stream, as they were recorded. */
    private static long errors(OpenAiSchema schema, OpenAiWords words, Recording recording) {
        Stream<Bytes> events = recording.streamed()
                ? events(words.spoken(), recording.answer()).stream().filter(event -> !event.isEmpty())
                : Stream.of();
        return schema.errors(words.request(), recording.request()).size()
                + events.mapToLong(event -> schema.errors(words.event(), event).size()).sum();
    }

    @Test
    void whatIsMissingIsFound() {
        Bytes incomplete = Bytes.utf8("{\"type\":\"response.output_text.delta\",\"object\":\"chat.completion.chunk\"}");

        for (OpenAiWords words : OpenAiWords.ALL) {
            assertThat(schema.errors(words.answer(), incomplete)).isNotEmpty();
            assertThat(schema.errors(words.event(), incomplete)).isNotEmpty();
        }
    }
}
