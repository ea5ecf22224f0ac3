package dev.fovea.data.source;

import dev.fovea.data.DataException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.Collectors;

/// The content of an IDX file of unsigned bytes: big-endian magic number, one extent for each axis,
/// then the bytes, last axis innermost. The file may be gzip.
record Idx(int[] dims, byte[] values) {
    private static final int UNSIGNED_BYTES = 0x0800;

    /// Reads a file of `axes` axes.
    static Idx read(DataFile file, int axes) {
        boolean packed = file.packed();
        return file.read(packed, in -> {
            int[] dims = dims(file, axes, in);
            byte[] values = new byte[count(file, dims, file.mostBytes(packed) - 4L * (axes + 1))];
            int got = in.readNBytes(values, 0, values.length);
            if (got < values.length) {
                throw truncated(file, dims, values.length, got);
            }
            if (in.read() >= 0) {
                throw new DataException(file + ": more bytes than its header says: expected " + values.length + " for "
                        + text(dims) + "; fetch the file again");
            }
            return new Idx(dims, values);
        });
    }

    private static int[] dims(DataFile file, int axes, InputStream in) throws IOException {
        byte[] header = in.readNBytes(4 * (axes + 1));
        int expected = UNSIGNED_BYTES + axes;
        if (header.length >= 4) {
            int magic = ByteBuffer.wrap(header).getInt();
            if (magic != expected) {
                throw new DataException(String.format(
                        "%s: wrong magic number: expected 0x%08X (IDX, unsigned bytes, axes: %d), got 0x%08X; "
                                + "this is another kind of file",
                        file, expected, axes, magic));
            }
        }
        if (header.length < 4 * (axes + 1)) {
            throw new DataException(file + ": truncated: expected a header of " + 4 * (axes + 1) + " bytes, got "
                    + header.length + "; fetch the file again");
        }
        int[] dims = new int[axes];
        ByteBuffer.wrap(header, 4, 4 * axes).asIntBuffer().get(dims);
        return dims;
    }

    /// The number of values, checked against what the file can hold before anything is allocated.
    private static int count(DataFile file, int[] dims, long most) {
        long count = 1;
        for (int dim : dims) {
            if (dim == 0) {
                throw new DataException(file + ": holds no images: its header says " + text(dims));
            }
            // An extent is unsigned; the product stays below 2⁶² because it is checked at every axis.
            count *= Integer.toUnsignedLong(dim);
            if (count > Integer.MAX_VALUE - 8) {
                throw new DataException(file + ": damaged header: it says " + text(dims) + ", and at most "
                        + (Integer.MAX_VALUE - 8) + " bytes can be loaded; fetch the file again");
            }
        }
        if (count > most) {
            throw truncated(file, dims, count, most);
        }
        return (int) count;
    }

    private static DataException truncated(DataFile file, int[] dims, long expected, long got) {
        return new DataException(file + ": truncated: its header says " + text(dims) + ", which is " + expected
                + " bytes, got at most " + got + "; fetch the file again");
    }

    private static String text(int[] dims) {
        return Arrays.stream(dims).mapToObj(Integer::toUnsignedString).collect(Collectors.joining("×"));
    }
}
