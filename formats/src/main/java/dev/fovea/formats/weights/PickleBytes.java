package dev.fovea.formats.weights;

import dev.fovea.io.FileException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// The bytes of pickles, front to back, from a stretch of a file that is read piece by piece.
final class PickleBytes {
    private static final int PIECE = 1 << 16;
    private static final int LONGEST_LINE = 256;

    private final ByteFile file;
    private final long end;
    private final ByteBuffer piece = ByteBuffer.allocate(PIECE).order(ByteOrder.LITTLE_ENDIAN).limit(0);
    private long pieceFrom;

    PickleBytes(ByteFile file, long from, long end) {
        this.file = file;
        this.pieceFrom = from;
        this.end = end;
    }

    /// The file's byte that comes next.
    long position() {
        return pieceFrom + piece.position();
    }

    private void require(int count) {
        if (count > end - position()) {
            throw new FileException("expected " + count + " bytes more of the pickle at byte " + position() + ", got "
                    + (end - position()));
        }
        if (piece.remaining() < count) {
            pieceFrom = position();
            file.fill(piece.clear().limit((int) Math.min(PIECE, end - pieceFrom)), pieceFrom);
            piece.flip();
        }
    }

    int unsignedByte() {
        require(1);
        return Byte.toUnsignedInt(piece.get());
    }

    int unsignedShort() {
        require(Short.BYTES);
        return Short.toUnsignedInt(piece.getShort());
    }

    int integer() {
        require(Integer.BYTES);
        return piece.getInt();
    }

    /// Eight bytes, the highest first, as pickles hold fractions.
    double real() {
        require(Double.BYTES);
        return Double.longBitsToDouble(Long.reverseBytes(piece.getLong()));
    }

    /// @param count as claimed; nothing is allocated if the pickle does not have as many
    byte[] bytes(int count) {
        if (count < 0 || count > end - position()) {
            throw new FileException("expected " + Integer.toUnsignedLong(count) + " bytes more of the pickle at byte "
                    + position() + ", got " + (end - position()));
        }
        byte[] bytes = new byte[count];
        for (int at = 0; at < count;) {
            int n = Math.min(count - at, PIECE);
            require(n);
            piece.get(bytes, at, n);
            at += n;
        }
        return bytes;
    }

    String text(int count) {
        return new String(bytes(count), StandardCharsets.UTF_8);
    }

    /// A short text up to the end of its line.
    String line() {
        StringBuilder line = new StringBuilder();
        for (int letter = unsignedByte(); letter != '\n'; letter = unsignedByte()) {
            if (line.length() == LONGEST_LINE) {
                throw new FileException("expected a name of at most " + LONGEST_LINE + " letters, got " + line + "…");
            }
            line.append((char) letter);
        }
        return line.toString();
    }
}
