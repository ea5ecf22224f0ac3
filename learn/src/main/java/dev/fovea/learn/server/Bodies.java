package dev.fovea.learn.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Reads bodies of requests: each by a deadline, and all that are kept at a time within a bound. A client that sends
/// slowly takes as much of it as it has sent.
final class Bodies {
    /// Bytes that are read at once.
    static final int PIECE = 1 << 16;

    private final int most;
    private final Duration patience;
    private final Semaphore pieces;

    /// @param most bytes of one body
    /// @param room bytes of all bodies together
    /// @param patience how long a client may take to send one
    Bodies(int most, int room, Duration patience) {
        this.most = most;
        this.pieces = new Semaphore(room / PIECE);
        this.patience = patience;
    }

    /// Begins to read. Until it is closed, the body keeps its room.
    Body open(InputStream in) {
        return new Body(in);
    }

    /// Bytes that all bodies together may still take.
    int room() {
        return pieces.availablePermits() * PIECE;
    }

    final class Body implements AutoCloseable {
        private final InputStream in;
        private final FutureTask<byte[]> whole = new FutureTask<>(this::read);
        private final Thread reader = Thread.ofVirtual().unstarted(whole);
        private int taken;

        private Body(InputStream in) {
            this.in = in;
            reader.start();
        }

        /// The whole body.
        ///
        /// @throws RefusedException if it is too large, comes too slowly, or all bodies together are too large
        /// @throws IOException if the client went away
        byte[] bytes() throws RefusedException, IOException {
            try {
                return whole.get(patience.toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException _) {
                throw new RefusedException(
                        LearnServer.SLOW,
                        "the request did not come within " + patience.toSeconds() + " s: send it again");
            } catch (ExecutionException e) {
                switch (e.getCause()) {
                    case RefusedException refused -> throw refused;
                    case IOException gone -> throw gone;
                    case null, default -> throw new IllegalStateException(e);
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while a body was read");
            }
        }

        /// What finds no room is read nevertheless: a client hears nothing before it has sent all.
        private byte[] read() throws RefusedException, IOException {
            ByteArrayOutputStream kept = new ByteArrayOutputStream();
            boolean fits = true;
            int length = 0;
            for (byte[] piece = in.readNBytes(PIECE); piece.length > 0; piece = in.readNBytes(PIECE)) {
                length += piece.length;
                if (length > most) {
                    throw new RefusedException(
                            LearnServer.TOO_LARGE, "a request may have " + (most >> 20) + " MB: got more");
                }
                fits = fits && pieces.tryAcquire();
                if (fits) {
                    taken++;
                    kept.writeBytes(piece);
                }
            }
            if (!fits) {
                throw new RefusedException(
                        LearnServer.BUSY, "other requests are being sent: try again in some seconds");
            }
            return kept.toByteArray();
        }

        /// Ends the reading, and with it the connection if the client has not sent all.
        @Override
        public void close() {
            reader.interrupt();
            boolean interrupted = false;
            while (reader.isAlive()) {
                try {
                    reader.join();
                } catch (InterruptedException _) {
                    interrupted = true;
                }
            }
            pieces.release(taken);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
