package dev.fovea.safetensors;

import dev.fovea.io.FileException;
import dev.fovea.io.MemoryChannel;
import dev.fovea.io.RegularFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads a safetensors file. Opening reads and checks the header against the file's size; values are
/// read when asked for, straight into the caller's array. [#verify] reads the whole file and compares its checksum.
public final class SafetensorsReader implements AutoCloseable {
    private static final int CHUNK = 1 << 20;

    private final String file;
    private final SeekableByteChannel channel;
    private final SafetensorsHeader header;
    private final long dataFrom;
    private final int checksumAt;
    private final ByteBuffer buffer;

    private SafetensorsReader(
            String file, SeekableByteChannel channel, SafetensorsHeader header, long dataFrom, int checksumAt) {
        this.file = file;
        this.channel = channel;
        this.header = header;
        this.dataFrom = dataFrom;
        this.checksumAt = checksumAt;
        this.buffer = ByteBuffer.allocateDirect(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    }

    /// @throws FileException if the file cannot be read, or is not a complete safetensors file
    public static SafetensorsReader open(Path file) {
        try {
            if (Files.isDirectory(file)) {
                throw new FileException(
                        "cannot read " + file + ": it is a folder; name a file in it, such as model.safetensors");
            }
            return opened(file.toString(), RegularFile.open(file));
        } catch (IOException e) {
            throw FileException.unread(file.toString(), e);
        }
    }

    /// Reads a stream to its end, and does not close it.
    ///
    /// @param name what messages call it
    /// @throws FileException if it cannot be read, or does not give a complete safetensors file
    public static SafetensorsReader open(InputStream stream, String name) {
        try {
            return opened(name, MemoryChannel.of(stream));
        } catch (IOException e) {
            throw FileException.unread(name, e);
        }
    }

    private static SafetensorsReader opened(String file, SeekableByteChannel channel) {
        try {
            return open(file, channel);
        } catch (IOException | RuntimeException e) {
            close(channel, e);
            throw failure(file, e);
        }
    }

    private static SafetensorsReader open(String file, SeekableByteChannel channel) throws IOException {
        long size = channel.size();
        if (size < Long.BYTES) {
            throw new FileException("expected at least 8 bytes, got " + size);
        }
        ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        fill(channel, length, 0);
        long headerBytes = length.getLong(0);
        if (headerBytes < 0 || headerBytes > SafetensorsHeader.LIMIT) {
            throw new FileException("expected a header of at most " + SafetensorsHeader.LIMIT + " bytes, got "
                    + Long.toUnsignedString(headerBytes) + ", as in files of another kind");
        }
        long dataFrom = Long.BYTES + headerBytes;
        if (dataFrom > size) {
            throw new FileException("expected a header of " + headerBytes + " bytes, got a file of " + size);
        }
        ByteBuffer json = ByteBuffer.allocate((int) headerBytes);
        fill(channel, json, Long.BYTES);
        SafetensorsHeader header = SafetensorsHeader.parse(json.array(), size - dataFrom);
        String checksum = header.metadata().getOrDefault(Checksum.KEY, Checksum.NONE);
        return new SafetensorsReader(file, channel, header, dataFrom, Checksum.place(json.array(), checksum));
    }

    private static FileException failure(String file, Exception e) {
        return switch (e) {
            case FileException refused -> new FileException(
                    file + " is not a complete safetensors file: " + refused.getMessage()
                            + "; take a file that Fovea saved, or another copy of it", e);
            case IOException io -> FileException.unread(file, io);
            default -> throw new IllegalStateException("cannot read " + file, e);
        };
    }

    /// Reads the whole file once and compares its checksum with the bytes. A file that has none, of another writer or
    /// from before there were checksums, passes.
    ///
    /// @throws FileException if a byte of the file is not as it was written
    public void verify() {
        try {
            String stated = Checksum.of(header.metadata());
            if (stated != null && !stated.equals(checksum().text())) {
                throw new FileException(
                        "expected the bytes that its checksum is of, got others: it is damaged, or another program"
                                + " changed it");
            }
        } catch (IOException | FileException e) {
            throw failure(file, e);
        }
    }

    private Checksum checksum() throws IOException {
        Checksum checksum = new Checksum();
        long size = channel.size();
        for (long at = 0; at < size; at += CHUNK) {
            fill(channel, buffer.clear().limit((int) Math.min(CHUNK, size - at)), at);
            Checksum.blank(buffer.flip(), Long.BYTES + checksumAt, at);
            checksum.add(buffer);
        }
        return checksum;
    }

    /// The file's free texts by name, without the checksum.
    public Map<String, String> metadata() {
        Map<String, String> texts = new LinkedHashMap<>(header.metadata());
        texts.remove(Checksum.KEY);
        return texts;
    }

    /// The tensors' names, in the header's order.
    public Set<String> names() {
        return header.entries().keySet();
    }

    public Dtype dtype(String name) {
        return entry(name).dtype();
    }

    /// The extents, outermost first.
    public List<Long> shape(String name) {
        return entry(name).shape();
    }

    /// The number of elements.
    public long count(String name) {
        return entry(name).count();
    }

    /// Reads all values of an [Dtype#F32] tensor to `into` from `from` on.
    ///
    /// @throws FileException if there is no such tensor or it has another type
    public void floats(String name, float[] into, int from) {
        each(entry(name, Dtype.F32), (first, n) -> buffer.asFloatBuffer().get(into, from + first, n));
    }

    /// The values of an [Dtype#F32] tensor.
    public float[] floats(String name) {
        float[] values = new float[length(name, Dtype.F32)];
        floats(name, values, 0);
        return values;
    }

    /// The values of a tensor of any type that [Dtype#floats] takes, which says what becomes of them.
    ///
    /// @throws FileException if there is no such tensor, it has another type, or it has more values than an array holds
    public float[] asFloats(String name) {
        Dtype dtype = dtype(name);
        if (!dtype.isReadable()) {
            throw new FileException(file + ": expected numbers that floats can hold in tensor "
                    + SafetensorsHeader.quote(name) + ", got " + dtype);
        }
        float[] values = new float[length(name, dtype)];
        each(entry(name), (first, n) -> dtype.floats(buffer, values, first, n));
        return values;
    }

    /// The values of an [Dtype#F64] tensor.
    public double[] doubles(String name) {
        double[] values = new double[length(name, Dtype.F64)];
        each(entry(name), (first, n) -> buffer.asDoubleBuffer().get(values, first, n));
        return values;
    }

    /// The values of an [Dtype#I64] tensor.
    public long[] longs(String name) {
        long[] values = new long[length(name, Dtype.I64)];
        each(entry(name), (first, n) -> buffer.asLongBuffer().get(values, first, n));
        return values;
    }

    /// The values of an [Dtype#U8] tensor.
    public byte[] bytes(String name) {
        byte[] values = new byte[length(name, Dtype.U8)];
        each(entry(name), (first, n) -> buffer.slice().get(values, first, n));
        return values;
    }

    private int length(String name, Dtype dtype) {
        long count = entry(name, dtype).count();
        if (count > Integer.MAX_VALUE - 8) {
            throw new FileException(file + ": expected at most " + (Integer.MAX_VALUE - 8) + " values in tensor "
                    + SafetensorsHeader.quote(name) + ", got " + count);
        }
        return (int) count;
    }

    private SafetensorsHeader.Entry entry(String name, Dtype dtype) {
        SafetensorsHeader.Entry entry = entry(name);
        if (entry.dtype() != dtype) {
            throw new FileException(file + ": expected " + dtype + " in tensor " + SafetensorsHeader.quote(name)
                    + ", got " + entry.dtype());
        }
        return entry;
    }

    private SafetensorsHeader.Entry entry(String name) {
        SafetensorsHeader.Entry entry = header.entries().get(name);
        if (entry == null) {
            throw new FileException(file + ": expected tensor " + SafetensorsHeader.quote(name) + ", got "
                    + header.entries().size() + " others");
        }
        return entry;
    }

    /// Takes `n` values, the first of them number `first`, from the buffer.
    private interface Taker {
        void take(int first, int n);
    }

    private void each(SafetensorsHeader.Entry entry, Taker taker) {
        int size = entry.dtype().bytes();
        try {
            for (long at = entry.from(); at < entry.to(); at += CHUNK) {
                int bytes = (int) Math.min(CHUNK, entry.to() - at);
                fill(channel, buffer.clear().limit(bytes), dataFrom + at);
                buffer.flip();
                taker.take((int) ((at - entry.from()) / size), bytes / size);
            }
        } catch (IOException | FileException e) {
            throw failure(file, e);
        }
    }

    private static void fill(SeekableByteChannel channel, ByteBuffer buffer, long from) throws IOException {
        long at = from;
        while (buffer.hasRemaining()) {
            int n = channel.position(at).read(buffer);
            if (n < 0) {
                throw new FileException("expected " + buffer.remaining() + " bytes more at byte " + at
                        + ", got the end of the file");
            }
            at += n;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw FileException.unread(file, e);
        }
    }

    private static void close(SeekableByteChannel channel, Exception because) {
        try {
            channel.close();
        } catch (IOException e) {
            because.addSuppressed(e);
        }
    }
}
