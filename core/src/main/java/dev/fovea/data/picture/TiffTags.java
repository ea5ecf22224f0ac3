package dev.fovea.data.picture;

import org.jspecify.annotations.Nullable;

/// What the samples of a TIFF mean.
///
/// @param photometric tag 262
/// @param bits of a sample
/// @param samples of a pixel
/// @param format 1 whole, 2 signed, 3 float
/// @param alpha what the first sample beyond the colours is: 1 opacity that the colours are multiplied by, 2 opacity, 0
///        nothing that is shown
/// @param palette all reds, then greens, then blues, of 16 bits, or nothing
record TiffTags(int photometric, int bits, int samples, int format, int alpha, int @Nullable [] palette) {
    static final int WHITE_IS_ZERO = 0;
    static final int BLACK_IS_ZERO = 1;
    static final int COLOUR = 2;
    static final int PALETTE = 3;
    static final int INKS = 5;
    static final int LUMINANCE = 6;
    static final int LAB = 8;
    static final int ICC_LAB = 9;
    static final int ITU_LAB = 10;

    boolean isGrey() {
        return photometric == WHITE_IS_ZERO || photometric == BLACK_IS_ZERO;
    }

    boolean isFloat() {
        return format == 3;
    }

    boolean isSigned() {
        return format == 2;
    }

    /// Whether the decoder makes red, green and blue of the samples.
    boolean isConverted() {
        return photometric == LUMINANCE || photometric >= LAB;
    }

    /// Bytes that a decoded sample takes.
    int sampleBytes() {
        return bits <= 8 ? 1 : bits > 32 ? Double.BYTES : bits > 16 || isFloat() ? Integer.BYTES : Short.BYTES;
    }

    /// Samples of a pixel that are shown.
    int meaningful() {
        return colours() + (alpha == 0 ? 0 : 1);
    }

    int colours() {
        return switch (photometric) {
            case WHITE_IS_ZERO, BLACK_IS_ZERO, PALETTE -> 1;
            case INKS -> 4;
            default -> 3;
        };
    }
}
