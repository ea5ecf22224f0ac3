package dev.fovea.formats.weights;

import dev.fovea.io.FileException;
import dev.fovea.io.RegularFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/// A file of which stretches are read; it is never mapped, so that one that is cut off meanwhile gives an error and
/// no signal. Failures do not name the file.
record ByteFile(FileChannel channel, long size) implements AutoCloseable {
    static ByteFile open(Path file) throws IOException {
        FileChannel channel = RegularFile.open(file);
        return new ByteFile(channel, channel.size());
    }

    /// A stretch, little-endian.
    ///
    /// @param count of bytes, which the caller has checked to be no mere claim
    /// @throws FileException if the file ends before it does
    ByteBuffer read(long from, int count) {
        requireInside(from, count);
        ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        fill(bytes, from);
        return bytes.flip();
    }

    /// Fills the buffer up to its limit.
    void fill(ByteBuffer buffer, long from) {
        long at = from;
        try {
            while (buffer.hasRemaining()) {
                int n = channel.read(buffer, at);
                if (n < 0) {
                    throw new FileException("expected " + buffer.remaining() + " bytes more at byte " + at
                            + ", got the end of the file");
                }
                at += n;
            }
        } catch (IOException e) {
            throw new FileException("it cannot be read: " + e.getMessage(), e);
        }
    }

    /// @throws FileException if a stretch leaves the file
    void requireInside(long from, long count) {
        if (from < 0 || count < 0 || count > size - from) {
            throw new FileException(
                    "expected " + count + " bytes at byte " + from + ", got a file of " + size + " bytes");
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new FileException("it cannot be closed: " + e.getMessage(), e);
        }
    }
}
