package dev.fovea.data.picture;

/// A picture of lossy WebP: the one key frame of a VP8 stream (RFC 6386).
///
/// Macroblocks of 16 × 16 are predicted from their neighbours before any of these is filtered; so the whole frame is
/// put together first and filtered then.
final class Vp8Picture {
    /// The level of a macroblock's filter takes the lower bits; this says that blocks within are filtered too.
    private static final int WITHIN = 64;

    private final Vp8Header header;
    private final int columns;
    private final int rows;
    private final Vp8Plane luma;
    private final Vp8Plane blue;
    private final Vp8Plane red;
    private final byte[] filters;

    private Vp8Picture(Vp8Header header) {
        this.header = header;
        columns = macroblocks(header.width);
        rows = macroblocks(header.height);
        luma = Vp8Plane.of(16 * columns, 16 * rows);
        blue = Vp8Plane.of(8 * columns, 8 * rows);
        red = Vp8Plane.of(8 * columns, 8 * rows);
        filters = new byte[columns * rows];
    }

    private static int macroblocks(int size) {
        return (size + 15) / 16;
    }

    /// Bytes that a picture takes.
    static long memory(int width, int height) {
        long columns = macroblocks(width);
        long rows = macroblocks(height);
        return Vp8Plane.memory(16 * columns, 16 * rows) + 2 * Vp8Plane.memory(8 * columns, 8 * rows) + columns * rows;
    }

    /// Decodes a frame.
    ///
    /// @throws PictureException if it breaks the rules
    /// @throws IndexOutOfBoundsException if it ends before its last macroblock
    static Vp8Colours decode(Bytes frame) {
        Vp8Picture picture = new Vp8Picture(new Vp8Header(frame));
        picture.reconstruct();
        picture.filter();
        return new Vp8Colours(
                picture.header.width, picture.header.height, picture.luma, picture.blue, picture.red);
    }

    private void reconstruct() {
        Vp8Transform transform = new Vp8Transform();
        Vp8Modes modes = new Vp8Modes(header, columns);
        Vp8Tokens tokens = new Vp8Tokens(header, columns, transform);
        for (int y = 0; y < rows; y++) {
            Vp8Bits bits = header.coefficients.get(y % header.coefficients.size());
            modes.startRow();
            tokens.startRow();
            extendRowAbove(y);
            for (int x = 0; x < columns; x++) {
                modes.read(x);
                boolean some = false;
                if (modes.skipped) {
                    tokens.skip(x, modes.inBlocks);
                } else {
                    some = tokens.read(bits, x, modes.inBlocks, header.steps[modes.segment]);
                }
                int level = header.filterLevels[modes.segment][modes.inBlocks ? 1 : 0];
                filters[y * columns + x] = (byte) (some || modes.inBlocks ? level | WITHIN : level);
                luma(x, y, modes, tokens, transform);
                chroma(blue, 16, x, y, modes, tokens, transform);
                chroma(red, 20, x, y, modes, tokens, transform);
            }
        }
    }

    /// The last sample of the row above stands for those beyond it.
    private void extendRowAbove(int y) {
        if (y > 0) {
            int beyond = luma.at(16 * columns, 16 * y - 1);
            for (int i = 0; i < 4; i++) {
                luma.samples()[beyond + i] = luma.samples()[beyond - 1];
            }
        }
    }

    private void luma(int x, int y, Vp8Modes modes, Vp8Tokens tokens, Vp8Transform transform) {
        byte[] samples = luma.samples();
        int stride = luma.stride();
        int from = luma.at(16 * x, 16 * y);
        if (!modes.inBlocks) {
            Vp8Prediction.square(samples, from, stride, 16, modes.luma[0], y > 0, x > 0);
        }
        for (int i = 0; i < 16; i++) {
            int at = from + i / 4 * 4 * stride + i % 4 * 4;
            if (modes.inBlocks) {
                // What lies right of the macroblock is not known but above it: this serves all blocks at its right.
                int corner = i % 4 == 3 ? from - stride + 16 : at - stride + 4;
                Vp8Prediction.block(samples, at, stride, modes.luma[i], corner);
            }
            transform.add(tokens.coefficients, 16 * i, tokens.ends[i], samples, at, stride);
        }
    }

    private void chroma(
            Vp8Plane plane, int block, int x, int y, Vp8Modes modes, Vp8Tokens tokens, Vp8Transform transform) {
        int stride = plane.stride();
        int from = plane.at(8 * x, 8 * y);
        Vp8Prediction.square(plane.samples(), from, stride, 8, modes.chroma, y > 0, x > 0);
        for (int i = 0; i < 4; i++) {
            int at = from + i / 2 * 4 * stride + i % 2 * 4;
            transform.add(tokens.coefficients, 16 * (block + i), tokens.ends[block + i], plane.samples(), at, stride);
        }
    }

    private void filter() {
        filter(luma, 16);
        if (!header.simpleFilter) {
            filter(blue, 8);
            filter(red, 8);
        }
    }

    private void filter(Vp8Plane plane, int size) {
        Vp8Filter filter = new Vp8Filter(plane, header.simpleFilter);
        for (int i = 0; i < filters.length; i++) {
            int level = filters[i] & WITHIN - 1;
            if (level > 0) {
                int x = i % columns;
                int y = i / columns;
                filter.level(level, header.sharpness);
                filter.square(plane.at(size * x, size * y), size, x > 0, y > 0, (filters[i] & WITHIN) != 0);
            }
        }
    }
}
