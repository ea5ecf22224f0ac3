package dev.fovea.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class MemoryChannelTest {
    /// Gives bytes for ever, and counts them.
    private static final class Endless extends InputStream {
        private long given;

        @Override
        public int read() {
            given++;
            return 1;
        }
    }

    @Test
    void holdsWhatTheStreamGives() throws IOException {
        try (MemoryChannel channel = MemoryChannel.of(new ByteArrayInputStream(new byte[] {1, 2, 3}), 4)) {
            assertThat(channel.size()).isEqualTo(3);
            ByteBuffer into = ByteBuffer.allocate(8);
            assertThat(channel.position(1).read(into)).isEqualTo(2);
            assertThat(into.flip()).isEqualTo(ByteBuffer.wrap(new byte[] {2, 3}));
            assertThat(channel.read(into.clear())).isEqualTo(-1);
        }
    }

    /// No more is read than may be kept.
    @Test
    void aStreamWithoutEndIsRefused() {
        Endless stream = new Endless();
        assertThatThrownBy(() -> MemoryChannel.of(stream, 1000)).isInstanceOf(IOException.class)
                .hasMessage("it is longer than 999 bytes, a quarter of the heap; use a file instead of a stream, or a"
                        + " larger heap");
        assertThat(stream.given).isEqualTo(1000);
    }

    /// While the last bytes come they lie in memory twice.
    @Test
    void halfOfTheHeapIsEnough() {
        assertThat(2L * MemoryChannel.most()).isLessThanOrEqualTo(Runtime.getRuntime().maxMemory() / 2);
    }
}
