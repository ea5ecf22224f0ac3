package dev.fovea.formats.tensorboard;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// The TFRecord frame around each record, little-endian: its length as 8 bytes, their checksum, the record, its
/// checksum. A checksum is a masked CRC-32C of 4 bytes.
final class Framing {
    /// Bytes before and after a record.
    static final int OVERHEAD = Long.BYTES + 2 * Integer.BYTES;

    private static final int HEAD = Long.BYTES + Integer.BYTES;
    private static final int MASK = 0xa282ead8;

    private Framing() {}

    /// The record in its frame, ready to be written.
    static ByteBuffer frame(byte[] bytes) {
        ByteBuffer frame = ByteBuffer.allocate(Math.addExact(bytes.length, OVERHEAD)).order(ByteOrder.LITTLE_ENDIAN);
        frame.putLong(bytes.length);
        frame.putInt(masked(frame.array(), 0, Long.BYTES));
        frame.put(bytes);
        frame.putInt(masked(frame.array(), HEAD, bytes.length));
        return frame.flip();
    }

    /// The next whole record, after which the buffer then stands; null, and the buffer as it was, where none is left
    /// that is whole and has the right checksums.
    static byte @Nullable [] next(ByteBuffer file) {
        file.order(ByteOrder.LITTLE_ENDIAN);
        int start = file.position();
        if (file.remaining() < OVERHEAD) {
            return null;
        }
        byte[] head = new byte[Long.BYTES];
        file.get(head);
        long length = file.getLong(start);
        boolean whole = file.getInt() == masked(head, 0, head.length) && length >= 0
                && length <= file.remaining() - Integer.BYTES;
        if (whole) {
            byte[] bytes = new byte[(int) length];
            file.get(bytes);
            if (file.getInt() == masked(bytes, 0, bytes.length)) {
                return bytes;
            }
        }
        file.position(start);
        return null;
    }

    /// The CRC-32C turned right by 15 bits, plus a constant: files then hold no plain checksum of what lies beside it.
    static int masked(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return Integer.rotateRight((int) crc.getValue(), 15) + MASK;
    }
}
