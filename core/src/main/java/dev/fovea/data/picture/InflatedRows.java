package dev.fovea.data.picture;

import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// The rows of a PNG: inflated, and the filters undone.
final class InflatedRows implements AutoCloseable {
    private final Inflater inflater = new Inflater();
    private final List<Bytes> chunks;
    private final int width;
    private final int height;
    private final byte[] filter = new byte[1];
    private int next;

    InflatedRows(List<Bytes> chunks, int width, int height) {
        this.chunks = chunks;
        this.width = width;
        this.height = height;
    }

    /// Reads a row.
    ///
    /// @param above the row above it, zeros for the first
    /// @param pixel bytes from a byte to that of the pixel on its left
    void next(byte[] row, int length, byte[] above, int pixel) {
        inflate(filter, 1);
        inflate(row, length);
        switch (filter[0]) {
            case 0 -> {}
            case 1 -> left(row, length, pixel);
            case 2 -> above(row, length, above);
            case 3 -> mean(row, length, above, pixel);
            case 4 -> paeth(row, length, above, pixel);
            default -> throw PictureException.damaged("PNG", null);
        }
    }

    private void inflate(byte[] into, int length) {
        int done = 0;
        try {
            while (done < length) {
                int count = inflater.inflate(into, done, length - done);
                done += count;
                if (count > 0) {
                    continue;
                }
                if (inflater.needsInput() && next < chunks.size()) {
                    Bytes chunk = chunks.get(next++);
                    inflater.setInput(chunk.file(), chunk.from(), chunk.length());
                } else if (inflater.finished() || inflater.needsInput()) {
                    throw PictureException.truncated(width, height);
                } else {
                    throw PictureException.damaged("PNG", null);
                }
            }
        } catch (DataFormatException e) {
            throw PictureException.damaged("PNG", e);
        }
    }

    private static void left(byte[] row, int length, int pixel) {
        for (int i = pixel; i < length; i++) {
            row[i] += row[i - pixel];
        }
    }

    private static void above(byte[] row, int length, byte[] above) {
        for (int i = 0; i < length; i++) {
            row[i] += above[i];
        }
    }

    private static void mean(byte[] row, int length, byte[] above, int pixel) {
        for (int i = 0; i < Math.min(pixel, length); i++) {
            row[i] += (byte) ((above[i] & 0xFF) >> 1);
        }
        for (int i = pixel; i < length; i++) {
            row[i] += (byte) ((row[i - pixel] & 0xFF) + (above[i] & 0xFF) >> 1);
        }
    }

    private static void paeth(byte[] row, int length, byte[] above, int pixel) {
        for (int i = 0; i < Math.min(pixel, length); i++) {
            row[i] += above[i];
        }
        for (int i = pixel; i < length; i++) {
            int left = row[i - pixel] & 0xFF;
            int up = above[i] & 0xFF;
            int corner = above[i - pixel] & 0xFF;
            int byLeft = Math.abs(up - corner);
            int byUp = Math.abs(left - corner);
            int byCorner = Math.abs(left + up - 2 * corner);
            int nearest = byLeft <= byUp && byLeft <= byCorner ? left : byUp <= byCorner ? up : corner;
            row[i] += (byte) nearest;
        }
    }

    @Override
    public void close() {
        inflater.end();
    }
}
