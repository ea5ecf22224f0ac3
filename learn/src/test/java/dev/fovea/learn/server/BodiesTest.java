package dev.fovea.learn.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class BodiesTest {
    private static final Duration LONG = Duration.ofHours(1);
    private static final int PIECE = Bodies.PIECE;

    private static byte[] body(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i % 251);
        }
        return bytes;
    }

    /// A client that sends some bytes and then nothing more, until it is interrupted.
    private static final class Stalled extends InputStream {
        private final CountDownLatch stalls = new CountDownLatch(1);
        private int left;

        Stalled(int sent) {
            left = sent;
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException("read in pieces");
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            if (left > 0) {
                int sent = Math.min(length, left);
                left -= sent;
                return sent;
            }
            stalls.countDown();
            try {
                new CountDownLatch(1).await();
                return -1;
            } catch (InterruptedException e) {
                throw new InterruptedIOException();
            }
        }
    }

    @Test
    void bodiesAreReadWhole() throws Exception {
        Bodies bodies = new Bodies(3 * PIECE, 9 * PIECE, LONG);
        for (int length : new int[] {0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE}) {
            try (Bodies.Body body = bodies.open(new ByteArrayInputStream(body(length)))) {
                assertThat(body.bytes()).as("%d bytes", length).isEqualTo(body(length));
                assertThat(bodies.room()).isEqualTo((9 - Math.ceilDiv(length, PIECE)) * PIECE);
            }
            assertThat(bodies.room()).isEqualTo(9 * PIECE);
        }
    }

    @Test
    void oneThatIsTooLargeIsRefused() {
        Bodies bodies = new Bodies(32 * PIECE, 64 * PIECE, LONG);
        try (Bodies.Body body = bodies.open(new ByteArrayInputStream(new byte[32 * PIECE + 1]))) {
            assertThatThrownBy(body::bytes)
                    .isInstanceOfSatisfying(RefusedException.class, e -> assertThat(e.status()).isEqualTo(413))
                    .hasMessage("a request may have 2 MB: got more");
        }
        assertThat(bodies.room()).isEqualTo(64 * PIECE);
    }

    /// Where the others leave no room, a body is read to its end and then refused.
    @Test
    void allThatAreKeptAreWithinTheBound() throws Exception {
        Bodies bodies = new Bodies(3 * PIECE, 5 * PIECE, LONG);
        try (Bodies.Body first = bodies.open(new ByteArrayInputStream(body(3 * PIECE)))) {
            assertThat(first.bytes()).hasSize(3 * PIECE);
            ByteArrayInputStream in = new ByteArrayInputStream(body(3 * PIECE));
            try (Bodies.Body second = bodies.open(in)) {
                assertThatThrownBy(second::bytes)
                        .isInstanceOfSatisfying(RefusedException.class, e -> assertThat(e.status()).isEqualTo(503))
                        .hasMessage("other requests are being sent: try again in some seconds");
                assertThat(in.available()).isZero();
            }
            try (Bodies.Body third = bodies.open(new ByteArrayInputStream(body(2 * PIECE)))) {
                assertThat(third.bytes()).hasSize(2 * PIECE);
            }
        }
        assertThat(bodies.room()).isEqualTo(5 * PIECE);
    }

    /// A hundred clients that have sent half a piece and then stall take no room from one that sends.
    @Test
    void slowClientsHoldNobodyUp() throws Exception {
        Bodies bodies = new Bodies(3 * PIECE, 5 * PIECE, LONG);
        List<Bodies.Body> slow = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Stalled client = new Stalled(PIECE / 2);
            slow.add(bodies.open(client));
            client.stalls.await();
        }
        try (Bodies.Body body = bodies.open(new ByteArrayInputStream(body(3 * PIECE)))) {
            assertThat(body.bytes()).isEqualTo(body(3 * PIECE));
        }
        slow.forEach(Bodies.Body::close);
        assertThat(bodies.room()).isEqualTo(5 * PIECE);
    }

    @Test
    void whoDoesNotSendAllInTimeIsRefused() {
        Bodies bodies = new Bodies(3 * PIECE, 5 * PIECE, Duration.ofMillis(1));
        try (Bodies.Body body = bodies.open(new Stalled(PIECE + 5))) {
            assertThatThrownBy(body::bytes)
                    .isInstanceOfSatisfying(RefusedException.class, e -> assertThat(e.status()).isEqualTo(408))
                    .hasMessage("the request did not come within 0 s: send it again");
        }
        assertThat(bodies.room()).isEqualTo(5 * PIECE);
    }

    @Test
    void aClientThatWentAwayIsItsOwnException() {
        Bodies bodies = new Bodies(3 * PIECE, 5 * PIECE, LONG);
        InputStream gone = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }
        };
        try (Bodies.Body body = bodies.open(gone)) {
            assertThatThrownBy(body::bytes).isInstanceOf(IOException.class).hasMessage("connection reset");
        }
        assertThat(bodies.room()).isEqualTo(5 * PIECE);
    }
}
