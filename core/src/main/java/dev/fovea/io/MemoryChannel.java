package dev.fovea.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/// Bytes in memory, read as a file is.
public final class MemoryChannel implements SeekableByteChannel {
    private final byte[] bytes;
    private long position;
    private boolean open = true;

    private MemoryChannel(byte[] bytes) {
        this.bytes = bytes;
    }

    /// All that a stream gives, which must be less than a quarter of the heap, as it lies there twice while the last of
    /// it comes, and what an array holds. The stream is read to its end and not closed.
    ///
    /// @throws IOException if it gives more, or cannot be read
    public static MemoryChannel of(InputStream stream) throws IOException {
        return of(stream, most());
    }

    static int most() {
        return (int) Math.min(Integer.MAX_VALUE - 8, Runtime.getRuntime().maxMemory() / 4);
    }

    static MemoryChannel of(InputStream stream, int most) throws IOException {
        byte[] bytes = stream.readNBytes(most);
        if (bytes.length == most) {
            throw new IOException("it is longer than " + (most - 1) + " bytes, a quarter of the heap; use a file"
                    + " instead of a stream, or a larger heap");
        }
        return new MemoryChannel(bytes);
    }

    @Override
    public int read(ByteBuffer into) {
        if (position >= bytes.length) {
            return -1;
        }
        int n = (int) Math.min(into.remaining(), bytes.length - position);
        into.put(bytes, (int) position, n);
        position += n;
        return n;
    }

    @Override
    public int write(ByteBuffer from) {
        throw new NonWritableChannelException();
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public SeekableByteChannel position(long position) {
        this.position = position;
        return this;
    }

    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public SeekableByteChannel truncate(long size) {
        throw new NonWritableChannelException();
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() {
        open = false;
    }
}
