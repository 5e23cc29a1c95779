package io.patchbay.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchbay.api.exchange.Bytes;
import io.patchbay.api.exchange.Frame;
import io.patchbay.api.model.ChatEvent;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnrepeatedTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
            One two,One two| three,' three'
            One two,One| tw|o three| four,' three four'
            One two,One two,''
            One two,' three',' three'
            One two,|One two| three,' three'
            One two,One t|hree,One three
            One two,One,One
            One two,One two|One two,One two
            '',One,One
            """)
    void leavesOutWhatIsRepeatedAndNothingElse(String beginning, String said, String left) {
        Unrepeated decoder = new Unrepeated(new LineDialect("a").decoder(), beginning);
        String text = Stream.concat(Stream.of(said.split("\\|")).map(part -> "+" + part), Stream.of("finish"))
                .map(line -> Frame.of(Bytes.utf8(line + "\n")))
                .map(decoder::decode).flatMap(List::stream)
                .filter(ChatEvent.TextDelta.class::isInstance).map(ChatEvent.TextDelta.class::cast)
                .map(ChatEvent.TextDelta::text).collect(Collectors.joining());

        assertThat(text).isEqualTo(left);
    }
}
