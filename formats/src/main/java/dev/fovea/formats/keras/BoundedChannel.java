package dev.fovea.formats.keras;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/// Bytes in memory as a file that can be read so often only: whoever goes round in circles in it meets an end.
final class BoundedChannel extends FileChannel {
    /// How often each byte is read, on average. Of files of Keras, it is less than twice.
    private static final long MOST_PASSES = 64;
    private static final long SMALL = 1 << 20;
    /// What a read counts beside its bytes.
    private static final long EACH_READ = 64;

    private final ByteBuffer bytes;
    private long left;

    BoundedChannel(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes);
        this.left = MOST_PASSES * bytes.length + SMALL;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        int count = read(into, bytes.position());
        bytes.position(bytes.position() + Math.max(0, count));
        return count;
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
        if (position < 0 || position >= bytes.capacity()) {
            return -1;
        }
        int count = (int) Math.min(into.remaining(), bytes.capacity() - position);
        left -= count + EACH_READ;
        if (left < 0) {
            throw new IOException("its parts refer to each other in circles");
        }
        into.put(bytes.slice((int) position, count));
        return count;
    }

    @Override
    public long read(ByteBuffer[] into, int offset, int length) throws IOException {
        long count = 0;
        for (int i = offset; i < offset + length && bytes.position() < bytes.capacity(); i++) {
            count += Math.max(0, read(into[i]));
        }
        return count;
    }

    @Override
    public long position() {
        return bytes.position();
    }

    @Override
    public FileChannel position(long position) {
        bytes.position((int) Math.min(position, bytes.capacity()));
        return this;
    }

    @Override
    public long size() {
        return bytes.capacity();
    }

    /// Reading is asked for instead.
    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int write(ByteBuffer from) {
        throw new NonWritableChannelException();
    }

    @Override
    public long write(ByteBuffer[] from, int offset, int length) {
        throw new NonWritableChannelException();
    }

    @Override
    public int write(ByteBuffer from, long position) {
        throw new NonWritableChannelException();
    }

    @Override
    public FileChannel truncate(long size) {
        throw new NonWritableChannelException();
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) {
        throw new NonWritableChannelException();
    }

    @Override
    public void force(boolean metaData) {
        // Nothing is written.
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) {
        throw new UnsupportedOperationException();
    }

    @Override
    protected void implCloseChannel() {
        // It is memory.
    }
}
