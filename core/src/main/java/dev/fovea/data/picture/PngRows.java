package dev.fovea.data.picture;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Makes floats of a PNG's samples.
final class PngRows {
    private static final int PALETTE = 3;

    private final PngFile png;
    private final float[] values;
    private final float[] opacity;
    private final byte @Nullable [] converted;

    /// A colour, or a pair of grey and opacity, for each index or grey sample of up to eight bits.
    private final float @Nullable [] table;

    PngRows(PngFile png) {
        this.png = png;
        values = new float[png.width() * png.channels()];
        opacity = new float[blends(png) ? png.width() : 0];
        converted = png.profile() == null || png.depth() == 16 || isIndexed(png) ? null : new byte[3 * png.width()];
        table = isIndexed(png) ? palette() : null;
    }

    /// Bytes beside the row of floats.
    static long memory(PngFile png) {
        boolean profiled = png.profile() != null && !isIndexed(png);
        return (blends(png) ? (long) Float.BYTES * png.width() : 0) + (profiled ? ColourProfile.ROW * png.width() : 0);
    }

    private static boolean isIndexed(PngFile png) {
        return png.type() == PALETTE;
    }

    private static boolean blends(PngFile png) {
        return png.channels() == 3 && !isIndexed(png);
    }

    float[] convert(byte[] row) {
        switch (png.type()) {
            case 0 -> grey(row);
            case 2 -> colour(row, 3);
            case 3 -> indexed(row);
            case 4 -> greyAlpha(row);
            default -> colour(row, 4);
        }
        return values;
    }

    private float[] palette() {
        Bytes colours = png.palette();
        Bytes opacities = png.transparency();
        float[] table = new float[3 * 256];
        int count = colours == null ? 0 : Math.min(256, colours.length() / 3);
        byte[] bytes = colours == null ? new byte[0] : colours.part(0, 3L * count).copy();
        if (png.profile() != null && count > 0) {
            png.profile().convert(bytes, count);
        }
        for (int i = 0; i < count; i++) {
            float opaque = opacities != null && i < opacities.length() ? opacities.at(i) / 255f : 1;
            for (int c = 0; c < 3; c++) {
                table[3 * i + c] = Samples.onWhite((bytes[3 * i + c] & 0xFF) / 255f, opaque);
            }
        }
        return table;
    }

    private void indexed(byte[] row) {
        float[] colours = Objects.requireNonNull(table);
        for (int x = 0; x < png.width(); x++) {
            int index = 3 * (row[x] & 0xFF);
            values[3 * x] = colours[index];
            values[3 * x + 1] = colours[index + 1];
            values[3 * x + 2] = colours[index + 2];
        }
    }

    private int clear(int channel) {
        Bytes clear = png.transparency();
        return clear == null || clear.length() < 2 * channel + 2 ? -1 : clear.u16(2 * channel);
    }

    private void grey(byte[] row) {
        int clear = clear(0);
        if (png.depth() == 16) {
            Samples.shorts(row, 1, 0, png.width(), values);
        } else {
            Samples.bytes(row, (1 << png.depth()) - 1, png.width(), values);
        }
        for (int x = 0; clear >= 0 && x < png.width(); x++) {
            int sample = png.depth() == 16 ? (row[2 * x] & 0xFF) << 8 | row[2 * x + 1] & 0xFF : row[x] & 0xFF;
            if (sample == clear) {
                values[x] = 1;
            }
        }
    }

    private void greyAlpha(byte[] row) {
        for (int x = 0; x < png.width(); x++) {
            values[x] = png.depth() == 16
                    ? Samples.onWhite(Samples.wide(row, 2 * x), Samples.wide(row, 2 * x + 1))
                    : Samples.onWhite((row[2 * x] & 0xFF) / 255f, (row[2 * x + 1] & 0xFF) / 255f);
        }
    }

    private void colour(byte[] row, int samples) {
        boolean wide = png.depth() == 16;
        boolean clear = samples == 3 && clear(2) >= 0;
        if (samples == 3 && !clear && !wide && converted == null) {
            Samples.bytes(row, 255, values.length, values);
            return;
        }
        for (int x = 0; x < png.width(); x++) {
            int at = samples * x;
            boolean gone = clear && sample(row, at) == clear(0) && sample(row, at + 1) == clear(1)
                    && sample(row, at + 2) == clear(2);
            opacity[x] = gone ? 0 : samples == 3 ? 1 : wide ? Samples.wide(row, at + 3) : (row[at + 3] & 0xFF) / 255f;
            for (int c = 0; c < 3; c++) {
                values[3 * x + c] = wide ? Samples.wide(row, at + c) : (row[at + c] & 0xFF) / 255f;
            }
        }
        profiled(row, samples);
        for (int x = 0; x < png.width(); x++) {
            if (opacity[x] != 1) {
                for (int c = 0; c < 3; c++) {
                    values[3 * x + c] = Samples.onWhite(values[3 * x + c], opacity[x]);
                }
            }
        }
    }

    private void profiled(byte[] row, int samples) {
        if (png.profile() == null) {
            return;
        }
        if (converted == null) {
            png.profile().convert(values, png.width());
            return;
        }
        for (int x = 0; x < png.width(); x++) {
            System.arraycopy(row, samples * x, converted, 3 * x, 3);
        }
        png.profile().convert(converted, png.width());
        Samples.bytes(converted, 255, values.length, values);
    }

    private int sample(byte[] row, int at) {
        return png.depth() == 16 ? (row[2 * at] & 0xFF) << 8 | row[2 * at + 1] & 0xFF : row[at] & 0xFF;
    }
}
