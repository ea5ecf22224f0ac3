package dev.fovea.data.picture;

import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Makes floats of a TIFF's samples.
final class TiffRows {
    /// Bytes for each sample of a row: as it is stored, and as a float.
    static final long BYTES = Integer.BYTES + Float.BYTES;

    private final TiffTags tags;
    private final @Nullable ColourProfile profile;
    private final Raster raster;
    private final int bands;
    private final int width;
    private final int[] whole;
    private final float[] stored;
    private final float[] values;
    private final double full;

    TiffRows(TiffTags tags, @Nullable ColourProfile profile, Raster raster) {
        this.tags = tags;
        this.profile = profile;
        this.raster = raster;
        bands = raster.getNumBands();
        width = raster.getWidth();
        boolean floats = isFloat();
        whole = new int[floats ? 0 : width * bands];
        stored = new float[width * bands];
        values = new float[width * (tags.isGrey() ? 1 : 3)];
        full = floats || tags.bits() == 32 ? scale(largest(), floats) : full();
    }

    private boolean isFloat() {
        int type = raster.getTransferType();
        return type == DataBuffer.TYPE_FLOAT || type == DataBuffer.TYPE_DOUBLE;
    }

    private double full() {
        int bits = tags.isConverted() ? raster.getSampleModel().getSampleSize(0) : tags.bits();
        return Math.pow(2, tags.isSigned() ? bits - 1 : bits) - 1;
    }

    private double largest() {
        double largest = 0;
        for (int y = 0; y < raster.getHeight(); y++) {
            if (isFloat()) {
                raster.getPixels(0, y, width, 1, stored);
                for (float value : stored) {
                    largest = Float.isFinite(value) ? Math.max(largest, value) : largest;
                }
            } else {
                raster.getPixels(0, y, width, 1, whole);
                for (int value : whole) {
                    largest = Math.max(largest, number(value));
                }
            }
        }
        return largest;
    }

    private double scale(double largest, boolean floats) {
        if (floats && largest <= 1) {
            return 1;
        }
        return largest <= 255 ? 255 : largest <= 65535 ? 65535 : floats ? largest : full();
    }

    float[] row(int y) {
        if (isFloat()) {
            raster.getPixels(0, y, width, 1, stored);
            for (int i = 0; i < stored.length; i++) {
                float value = (float) (stored[i] / full);
                stored[i] = Float.isNaN(value) ? 0 : Math.clamp(value, 0f, 1f);
            }
        } else {
            raster.getPixels(0, y, width, 1, whole);
            if (tags.photometric() == TiffTags.PALETTE) {
                indexed();
                return values;
            }
            for (int i = 0; i < whole.length; i++) {
                stored[i] = (float) (number(whole[i]) / full);
            }
        }
        switch (tags.photometric()) {
            case TiffTags.WHITE_IS_ZERO, TiffTags.BLACK_IS_ZERO -> grey();
            case TiffTags.INKS -> inks();
            default -> colour();
        }
        return values;
    }

    private double number(int sample) {
        if (!tags.isSigned()) {
            return Integer.toUnsignedLong(sample);
        }
        int unused = 32 - tags.bits();
        return Math.max(0, sample << unused >> unused);
    }

    private void indexed() {
        int[] palette = Objects.requireNonNull(tags.palette());
        int count = palette.length / 3;
        for (int x = 0; x < width; x++) {
            int index = Math.min(whole[x * bands], count - 1);
            for (int c = 0; c < 3; c++) {
                values[3 * x + c] = palette[c * count + index] / 65535f;
            }
        }
    }

    private float opacity(int x) {
        return tags.alpha() == 0 ? 1 : stored[x * bands + tags.colours()];
    }

    private float onWhite(float value, float opacity) {
        return tags.alpha() == 1 ? Math.min(1, value + (1 - opacity)) : Samples.onWhite(value, opacity);
    }

    private void grey() {
        boolean inverted = tags.photometric() == TiffTags.WHITE_IS_ZERO;
        for (int x = 0; x < width; x++) {
            float value = stored[x * bands];
            values[x] = onWhite(inverted ? 1 - value : value, opacity(x));
        }
    }

    private void colour() {
        for (int x = 0; x < width; x++) {
            System.arraycopy(stored, x * bands, values, 3 * x, 3);
        }
        if (profile != null) {
            profiled(profile);
        }
        for (int x = 0; tags.alpha() != 0 && x < width; x++) {
            float opacity = opacity(x);
            for (int c = 0; c < 3; c++) {
                values[3 * x + c] = onWhite(values[3 * x + c], opacity);
            }
        }
    }

    private void profiled(ColourProfile rgb) {
        if (tags.bits() > 8) {
            rgb.convert(values, width);
            return;
        }
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Math.round(values[i] * 255);
        }
        rgb.convert(bytes, width);
        Samples.bytes(bytes, 255, bytes.length, values);
    }

    private void inks() {
        if (profile == null) {
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < 3; c++) {
                    values[3 * x + c] = (1 - stored[x * bands + c]) * (1 - stored[x * bands + 3]);
                }
            }
            return;
        }
        byte[] amounts = new byte[4 * width];
        for (int i = 0; i < amounts.length; i++) {
            amounts[i] = (byte) Math.round(stored[i / 4 * bands + i % 4] * 255);
        }
        byte[] colours = new byte[values.length];
        profile.convert(amounts, colours, width);
        Samples.bytes(colours, 255, colours.length, values);
    }
}
