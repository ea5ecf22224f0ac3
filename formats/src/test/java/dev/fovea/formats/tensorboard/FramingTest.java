package dev.fovea.formats.tensorboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FramingTest {
    private static final byte[] TEXT = "123456789".getBytes(StandardCharsets.US_ASCII);

    /// The check value of CRC-32C in the catalogue of checksums.
    @Test
    void theReadersOwnChecksumIsTheStandardOne() {
        assertThat(Records.crc(TEXT)).isEqualTo(0xe3069283);
    }

    @Test
    void bothChecksumsAgree() {
        byte[] bytes = new byte[1000];
        for (int n = 0; n < bytes.length; n += 37) {
            bytes[n] = (byte) (n * 7);
            byte[] part = Arrays.copyOf(bytes, n);
            assertThat(Framing.masked(bytes, 0, n)).isEqualTo(Records.masked(part));
        }
    }

    @Test
    void whatIsFramedIsRead() {
        ByteBuffer frame = Framing.frame(TEXT);
        assertThat(frame.remaining()).isEqualTo(TEXT.length + Framing.OVERHEAD);
        assertThat(Framing.next(frame)).isEqualTo(TEXT);
        assertThat(frame.hasRemaining()).isFalse();
        assertThat(Framing.next(frame)).isNull();
    }

    @Test
    void aRecordThatIsCutOffOrChangedIsNotRead() {
        byte[] whole = Framing.frame(TEXT).array();
        for (int length = 0; length < whole.length; length++) {
            ByteBuffer cut = ByteBuffer.wrap(whole, 0, length);
            assertThat(Framing.next(cut)).as("%d bytes", length).isNull();
            assertThat(cut.position()).isZero();
        }
        for (int i = 0; i < whole.length; i++) {
            byte[] changed = whole.clone();
            changed[i] ^= 0x10;
            assertThat(Framing.next(ByteBuffer.wrap(changed))).as("byte %d", i).isNull();
        }
    }
}
