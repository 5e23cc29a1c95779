package io.patchbay.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.patchbay.api.dialect.ChatCodec;
import io.patchbay.api.dialect.Dialect;
import io.patchbay.api.dialect.EmbeddingCodec;
import io.patchbay.api.dialect.EventEncoder;
import io.patchbay.api.dialect.ModelsCodec;
import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.exchange.FrameDecoder;
import io.patchbay.api.exchange.Operation;
import io.patchbay.api.exchange.RawRequest;
import io.patchbay.api.exchange.WireRequest;
import io.patchbay.api.model.ChatAccumulator;
import io.patchbay.api.model.ChatEvent;
import io.patchbay.api.model.ChatRequest;
import io.patchbay.api.model.ChatResponse;
import io.patchbay.api.model.EmbeddingRequest;
import io.patchbay.api.model.ModelInfo;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Dialect} must do; a dialect's bundle inherits it and gives samples of its own.
 *
 * <p>Tests of an ability that the dialect has not are skipped.
 */
public abstract class DialectContractTest extends DialectErrorsContract {
    /** For the subclass. */
    protected DialectContractTest() {}

    /** A request that was read and written again says the same. */
    @Test
    protected void requestsGoRound() {
        assumeTrue(dialect() instanceof ChatCodec, "no ChatCodec");
        ChatCodec codec = (ChatCodec) dialect();
        for (RawRequest raw : requests()) {
            WireRequest request = dialect().scan(raw);
            if (request.operation().equals(Operation.CHAT)) {
                ChatRequest chat = codec.readRequest(request);
                WireRequest written = codec.writeRequest(chat);

                assertThat(chat.model()).isEqualTo(request.model());
                assertThat(chat.stream()).isEqualTo(request.stream());
                assertThat(written.dropped()).isEmpty();
                assertThat(written.model()).isEqualTo(request.model());
                assertThat(written.stream()).isEqualTo(request.stream());
                assertThat(codec.readRequest(written)).usingRecursiveComparison().isEqualTo(chat);
                assertThat(codec.readRequest(written.withModel("other")).model()).isEqualTo("other");
            }
        }
    }

    /** A whole answer that was read and written again says the same. */
    @Test
    protected void wholeAnswersGoRound() {
        assumeTrue(dialect() instanceof ChatCodec, "no ChatCodec");
        ChatCodec codec = (ChatCodec) dialect();
        assertThat(wholeAnswers()).allSatisfy(body -> {
            ChatResponse response = codec.readResponse(body);
            assertThat(codec.readResponse(codec.writeResponse(response))).isEqualTo(response);
        });
    }

    /** A stream that was read and written again adds up to the same, and ends as the dialect says. */
    @Test
    protected void streamsGoRound() {
        assumeTrue(dialect() instanceof ChatCodec, "no ChatCodec");
        ChatCodec codec = (ChatCodec) dialect();
        WireRequest request = request(true);
        for (Bytes body : streams()) {
            EventEncoder encoder = codec.encoder(request);
            FrameDecoder decoder = codec.decoder();
            ChatAccumulator read = new ChatAccumulator();
            Bytes written = Bytes.EMPTY;
            for (Frame frame : frames(body)) {
                List<ChatEvent> events = decoder.decode(frame);
                events.forEach(read::add);
                written = join(written, encoder.encode(events));
            }
            written = join(written, encoder.end());
            ChatAccumulator again = new ChatAccumulator();
            FrameDecoder second = codec.decoder();
            frames(written).forEach(frame -> second.decode(frame).forEach(again::add));

            assertThat(encoder.contentType()).contains("/");
            assertThat(again.response()).isEqualTo(read.response());
            assertThat(scan(frames(written))).anyMatch(glimpse -> glimpse.finish().isPresent());
        }
    }

    /** An embedding request and its answer, read and written again, say the same. */
    @Test
    protected void embeddingsGoRound() {
        assumeTrue(dialect() instanceof EmbeddingCodec, "no EmbeddingCodec");
        EmbeddingCodec codec = (EmbeddingCodec) dialect();
        List<WireRequest> asked = requests().stream().map(dialect()::scan)
                .filter(request -> request.operation().equals(Operation.EMBEDDINGS)).toList();
        assertThat(asked).isNotEmpty().allSatisfy(request -> {
            EmbeddingRequest read = codec.readEmbeddingRequest(request);
            assertThat(codec.readEmbeddingRequest(codec.writeEmbeddingRequest(read))).isEqualTo(read);
            assertThat(embeddingAnswers()).isNotEmpty().allSatisfy(body -> {
                var response = codec.readEmbeddingResponse(body);
                assertThat(codec.readEmbeddingResponse(codec.writeEmbeddingResponse(response, request)))
                        .usingRecursiveComparison().isEqualTo(response);
            });
        });
    }

    /** A list of models names them all. */
    @Test
    protected void modelsAreListed() {
        assumeTrue(dialect() instanceof ModelsCodec, "no ModelsCodec");
        ModelsCodec codec = (ModelsCodec) dialect();
        ModelInfo one = new ModelInfo("one", "main", 0);

        assertThat(codec.writeModels(List.of(one, new ModelInfo("two", "main", 1))).utf8()).contains("one", "two");
        assertThat(codec.writeModels(List.of()).isEmpty()).isFalse();
        assertThat(codec.writeModel(one).utf8()).contains("one");
    }
}
