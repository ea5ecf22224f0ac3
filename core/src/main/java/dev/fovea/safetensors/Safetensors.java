package dev.fovea.safetensors;

import dev.fovea.io.AtomicFile;
import dev.fovea.io.FileException;
import dev.fovea.json.JsonArray;
import dev.fovea.json.JsonNumber;
import dev.fovea.json.JsonObject;
import dev.fovea.tensor.Shape;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Writes tensors in the safetensors format: eight bytes for the header's length, little-endian; the
/// header, a JSON object padded with spaces to a multiple of 8; then the tensors without gaps, row by
/// row, little-endian. [SafetensorsReader] reads them back.
///
/// One of the file's free texts is a [Checksum] of all its bytes.
public final class Safetensors {
    private static final int CHUNK = 1 << 20;

    private Safetensors() {}

    /// A tensor to be written.
    ///
    /// @param values as many as the shape has elements
    public record Entry(String name, Shape shape, Values values) {
        public Entry {
            if (name.isEmpty() || name.equals(SafetensorsHeader.METADATA)) {
                throw new IllegalArgumentException("a tensor needs a name of its own: got \"" + name + "\"");
            }
            if (shape.isBatched() || shape.size() != values.count()) {
                throw new IllegalArgumentException("values must fill the shape " + shape + " of " + name + ": got "
                        + values.count());
            }
        }

        private long bytes() {
            return (long) values.count() * values.dtype().bytes();
        }
    }

    /// The values of a tensor, a stretch of an array of one of four types.
    public sealed interface Values {
        Dtype dtype();

        int count();

        /// Puts `n` values from the `first` on at the buffer's position.
        void put(int first, int n, ByteBuffer into);
    }

    /// Floats `from` … `from + count − 1` of an array, which is not copied.
    public record Floats(float[] array, int from, int count) implements Values {
        public Floats {
            Objects.checkFromIndexSize(from, count, array.length);
        }

        @Override
        public Dtype dtype() {
            return Dtype.F32;
        }

        @Override
        public void put(int first, int n, ByteBuffer into) {
            into.asFloatBuffer().put(array, from + first, n);
        }
    }

    /// All of an array of doubles.
    public record Doubles(double[] array) implements Values {
        @Override
        public Dtype dtype() {
            return Dtype.F64;
        }

        @Override
        public int count() {
            return array.length;
        }

        @Override
        public void put(int first, int n, ByteBuffer into) {
            into.asDoubleBuffer().put(array, first, n);
        }
    }

    /// All of an array of longs.
    public record Longs(long[] array) implements Values {
        @Override
        public Dtype dtype() {
            return Dtype.I64;
        }

        @Override
        public int count() {
            return array.length;
        }

        @Override
        public void put(int first, int n, ByteBuffer into) {
            into.asLongBuffer().put(array, first, n);
        }
    }

    /// All of an array of unsigned bytes.
    public record Bytes(byte[] array) implements Values {
        @Override
        public Dtype dtype() {
            return Dtype.U8;
        }

        @Override
        public int count() {
            return array.length;
        }

        @Override
        public void put(int first, int n, ByteBuffer into) {
            into.slice().put(array, first, n);
        }
    }

    /// Writes a file as a whole or not at all, with a checksum.
    ///
    /// @param metadata free texts by name; the checksum's is not among them
    /// @throws FileException if the file cannot be written; the one from before is unchanged
    public static void write(Path file, Map<String, String> metadata, List<Entry> tensors) {
        List<Entry> ordered = ordered(tensors);
        byte[] header = header(metadata, ordered);
        try {
            AtomicFile.write(file, channel -> write(channel, header, ordered));
        } catch (IOException e) {
            throw FileException.unwritten(file, e);
        }
    }

    /// Writes the same bytes into a stream, which is not closed. A stream cannot go back to its header, so the bytes
    /// are summed before they are written.
    public static void write(OutputStream stream, Map<String, String> metadata, List<Entry> tensors)
            throws IOException {
        List<Entry> ordered = ordered(tensors);
        byte[] header = header(metadata, ordered);
        ByteBuffer digits = body(Channels.newChannel(OutputStream.nullOutputStream()), header, ordered);
        digits.get(header, Checksum.place(header, Checksum.NONE), digits.remaining());
        body(Channels.newChannel(stream), header, ordered);
        stream.flush();
    }

    /// Wide elements first: then every tensor begins at a multiple of its element's size.
    private static List<Entry> ordered(List<Entry> tensors) {
        List<Entry> ordered = new ArrayList<>(tensors);
        ordered.sort(Comparator.comparingInt(entry -> -entry.values().dtype().bytes()));
        return ordered;
    }

    /// Writes all bytes, front to back.
    ///
    /// @return the digits of their checksum
    private static ByteBuffer body(WritableByteChannel channel, byte[] header, List<Entry> tensors) throws IOException {
        Checksum checksum = new Checksum();
        ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
        drain(buffer.putLong(header.length).flip(), channel, checksum);
        drain(ByteBuffer.wrap(header), channel, checksum);
        for (Entry entry : tensors) {
            write(entry.values(), buffer, channel, checksum);
        }
        return checksum.bytes();
    }

    private static void write(FileChannel channel, byte[] header, List<Entry> tensors) throws IOException {
        ByteBuffer digits = body(channel, header, tensors);
        channel.position(Long.BYTES + Checksum.place(header, Checksum.NONE));
        while (digits.hasRemaining()) {
            channel.write(digits);
        }
    }

    private static void write(Values values, ByteBuffer buffer, WritableByteChannel channel, Checksum checksum)
            throws IOException {
        int size = values.dtype().bytes();
        for (int first = 0; first < values.count(); first += CHUNK / size) {
            int n = Math.min(CHUNK / size, values.count() - first);
            values.put(first, n, buffer.clear());
            drain(buffer.limit(n * size), channel, checksum);
        }
    }

    private static void drain(ByteBuffer buffer, WritableByteChannel channel, Checksum checksum) throws IOException {
        checksum.add(buffer);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    private static byte[] header(Map<String, String> metadata, List<Entry> tensors) {
        if (metadata.containsKey(Checksum.KEY)) {
            throw new IllegalArgumentException("the text " + Checksum.KEY + " is the file's own: leave it out");
        }
        JsonObject.Builder texts = JsonObject.builder().put(Checksum.KEY, Checksum.NONE);
        metadata.forEach(texts::put);
        JsonObject.Builder root = JsonObject.builder().put(SafetensorsHeader.METADATA, texts.build());
        long at = 0;
        Map<String, Entry> names = new LinkedHashMap<>();
        for (Entry entry : tensors) {
            if (names.put(entry.name(), entry) != null) {
                throw new IllegalArgumentException("two tensors have the name " + entry.name());
            }
            root.put(entry.name(), JsonObject.builder()
                    .put("dtype", entry.values().dtype().name())
                    .put("shape", JsonArray.of(entry.shape().dims()))
                    .put("data_offsets", new JsonArray(List.of(JsonNumber.of(at), JsonNumber.of(at + entry.bytes()))))
                    .build());
            at += entry.bytes();
        }
        StringBuilder text = new StringBuilder(root.build().toString());
        int bytes = text.toString().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > SafetensorsHeader.LIMIT) {
            throw new FileException("expected a header of at most " + SafetensorsHeader.LIMIT + " bytes, got "
                    + bytes
                    + ": the names, texts and labels are too many for one file; nothing was written");
        }
        return text.repeat(' ', -bytes & 7).toString().getBytes(StandardCharsets.UTF_8);
    }
}
