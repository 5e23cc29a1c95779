package io.patchbay.api.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BytesTest {
    private final Bytes bytes = Bytes.utf8("..model:one, model:two..").slice(2, 22);

    @Test
    void aSliceOfASliceIsAView() {
        assertThat(bytes.slice(6, 9).utf8()).isEqualTo("one");
        assertThat(bytes.slice(6, 9).slice(1, 3)).isEqualTo(Bytes.utf8("ne"));
        assertThat(bytes.slice(20, 20).isEmpty()).isTrue();
        assertThatThrownBy(() -> bytes.slice(0, 21)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> bytes.slice(5, 4)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void aByteOutsideTheViewIsRefused() {
        assertThat(bytes.at(0)).isEqualTo((byte) 'm');
        assertThatThrownBy(() -> bytes.at(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> bytes.at(20)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Bytes.wrap(new byte[3], 2, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void spliceReplacesARangeAndNothingElse() {
        Bytes spliced = bytes.splice(6, 9, Bytes.utf8("three").slice(1, 5));

        assertThat(spliced.utf8()).isEqualTo("model:hree, model:two");
        assertThat(bytes.utf8()).isEqualTo("model:one, model:two");
        assertThat(bytes.splice(0, 20, Bytes.EMPTY)).isEqualTo(Bytes.EMPTY);
        assertThatThrownBy(() -> bytes.splice(6, 21, Bytes.EMPTY)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void aSequenceIsFoundInsideTheViewOnly() {
        assertThat(bytes.indexOf(Bytes.utf8("model"), 0)).isZero();
        assertThat(bytes.indexOf(Bytes.utf8("model"), 1)).isEqualTo(11);
        assertThat(bytes.indexOf(Bytes.utf8("two"), 17)).isEqualTo(17);
        assertThat(bytes.indexOf(Bytes.utf8("two."), 0)).isEqualTo(-1);
        assertThat(bytes.indexOf(Bytes.utf8(".model"), 0)).isEqualTo(-1);
        assertThat(bytes.indexOf(Bytes.utf8("model"), 30)).isEqualTo(-1);
        assertThat(bytes.indexOf(Bytes.EMPTY, 20)).isEqualTo(20);
        assertThat(bytes.indexOf(Bytes.EMPTY, 21)).isEqualTo(-1);
        assertThat(bytes.lastIndexOf(Bytes.utf8("model"))).isEqualTo(11);
        assertThat(bytes.lastIndexOf(Bytes.utf8("two."))).isEqualTo(-1);
        assertThat(Bytes.utf8("ab").lastIndexOf(Bytes.utf8("abc"))).isEqualTo(-1);
    }

    @Test
    void equalBytesAreEqualWhereverTheyStand() {
        assertThat(bytes.slice(6, 9)).isEqualTo(Bytes.utf8("one")).hasSameHashCodeAs(Bytes.utf8("one"));
        assertThat(bytes.slice(6, 9)).isNotEqualTo(Bytes.utf8("onE")).isNotEqualTo(Bytes.utf8("on"));
    }

    @Test
    void nobodyCanChangeTheBytes() {
        ByteBuffer buffer = bytes.slice(6, 9).buffer();

        assertThat(buffer.remaining()).isEqualTo(3);
        assertThat(buffer.get(0)).isEqualTo((byte) 'o');
        assertThat(buffer.isReadOnly()).isTrue();
        Arrays.fill(bytes.toArray(), (byte) 0);
        assertThat(bytes.utf8()).startsWith("model");
    }

    @Test
    void aReaderSeesTheRangeOfTheArray() {
        assertThat(bytes.slice(6, 9).<String, RuntimeException>read(String::new)).isEqualTo("one");
    }

    @Test
    void whatIsNoUtf8BecomesTheReplacementCharacter() {
        assertThat(Bytes.wrap(new byte[]{(byte) 0xc3}).utf8()).isEqualTo("\ufffd");
    }
}
