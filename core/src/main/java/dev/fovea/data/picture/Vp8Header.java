package dev.fovea.data.picture;

import java.util.ArrayList;
import java.util.List;

/// What a key frame of VP8 says before its first macroblock (RFC 6386, section 9).
final class Vp8Header {
    static final int SEGMENTS = 4;

    /// Bytes before the first partition.
    private static final int START = 10;

    /// The quantizer's index of a chroma block's first coefficient goes no further.
    private static final int MOST_CHROMA = 117;

    final int width;
    final int height;

    /// The first partition, after the header: the modes.
    final Vp8Bits modes;

    /// The other partitions: the coefficients of the rows of macroblocks, dealt out in turn.
    final List<Vp8Bits> coefficients;

    /// Whether each macroblock says its segment.
    final boolean mapped;

    final byte[] segmentProbabilities = {-1, -1, -1};
    final boolean simpleFilter;
    final int sharpness;

    /// How strong the filter is: 0 to 63, by segment and whether a macroblock is predicted in blocks of 4 × 4.
    final int[][] filterLevels = new int[SEGMENTS][2];

    final Steps[] steps = new Steps[SEGMENTS];
    final byte[] tokenProbabilities;

    /// Whether each macroblock says that it has no coefficients, and how probable it is that one has.
    final boolean skips;

    final int keepProbability;

    private final int[] segmentQuantizers = new int[SEGMENTS];
    private final int[] segmentLevels = new int[SEGMENTS];

    /// What quantized coefficients are multiplied by: the first and the others of luma, of luma's means, of chroma.
    record Steps(int firstLuma, int luma, int firstMean, int mean, int firstChroma, int chroma) {}

    /// @throws IndexOutOfBoundsException if the frame ends before
    Vp8Header(Bytes frame) {
        int tag = frame.u24(0);
        width = frame.u16(6) & 0x3FFF;
        height = frame.u16(8) & 0x3FFF;
        int version = tag >> 1 & 7;
        boolean shown = (tag >> 4 & 1) == 1;
        if (version > 3 || !shown) {
            throw PictureException.damaged("WebP", null);
        }
        int length = tag >> 5;
        if (length > frame.length() - START) {
            throw PictureException.truncated(width, height);
        }
        Vp8Bits bits = new Vp8Bits(frame.part(START, length));
        modes = bits;
        // The colour space and whether values may need to be clamped: always done.
        bits.number(2);
        boolean segmented = bits.flag();
        mapped = segmented && bits.flag();
        boolean absolute = !segmented || segments(bits);
        simpleFilter = bits.flag();
        int level = bits.number(6);
        sharpness = bits.number(3);
        filterLevels(bits, level, segmented, absolute);
        coefficients = partitions(frame.part((long) START + length, frame.length()), 1 << bits.number(2));
        steps(bits, segmented, absolute);
        // Whether the probabilities hold for later frames as well.
        bits.flag();
        tokenProbabilities = tokenProbabilities(bits);
        skips = bits.flag();
        keepProbability = skips ? bits.number(8) : 0;
    }

    /// Whether what the segments say stands for itself, or is added to what holds for all.
    private boolean segments(Vp8Bits bits) {
        boolean absolute = true;
        if (bits.flag()) {
            absolute = bits.flag();
            for (int i = 0; i < SEGMENTS; i++) {
                segmentQuantizers[i] = bits.optional(7);
            }
            for (int i = 0; i < SEGMENTS; i++) {
                segmentLevels[i] = bits.optional(6);
            }
        }
        for (int i = 0; mapped && i < segmentProbabilities.length; i++) {
            segmentProbabilities[i] = bits.flag() ? (byte) bits.number(8) : -1;
        }
        return absolute;
    }

    private void filterLevels(Vp8Bits bits, int level, boolean segmented, boolean absolute) {
        // By reference, of which a key frame has the first alone; then by mode, the first of which is 4 × 4.
        int[] changes = new int[8];
        boolean changed = bits.flag();
        changed = changed && bits.flag();
        for (int i = 0; changed && i < changes.length; i++) {
            changes[i] = bits.optional(6);
        }
        for (int i = 0; level > 0 && i < SEGMENTS; i++) {
            int base = !segmented ? level : absolute ? segmentLevels[i] : level + segmentLevels[i];
            filterLevels[i][0] = Math.clamp(base + changes[0], 0, 63);
            filterLevels[i][1] = Math.clamp(base + changes[0] + changes[4], 0, 63);
        }
    }

    private List<Vp8Bits> partitions(Bytes rest, int count) {
        List<Vp8Bits> partitions = new ArrayList<>();
        long from = 3L * (count - 1);
        for (int i = 0; i < count; i++) {
            int length = i == count - 1 ? rest.length() : rest.u24(3 * i);
            partitions.add(new Vp8Bits(rest.part(from, length)));
            from += i == count - 1 ? 0 : length;
        }
        if (from >= rest.length()) {
            throw PictureException.truncated(width, height);
        }
        return List.copyOf(partitions);
    }

    private void steps(Vp8Bits bits, boolean segmented, boolean absolute) {
        int all = bits.number(7);
        int firstLuma = bits.optional(4);
        int firstMean = bits.optional(4);
        int mean = bits.optional(4);
        int firstChroma = bits.optional(4);
        int chroma = bits.optional(4);
        for (int i = 0; i < SEGMENTS; i++) {
            int index = !segmented ? all : absolute ? segmentQuantizers[i] : all + segmentQuantizers[i];
            steps[i] = new Steps(
                    step(Vp8Tables.DC_STEPS, index + firstLuma),
                    step(Vp8Tables.AC_STEPS, index),
                    2 * step(Vp8Tables.DC_STEPS, index + firstMean),
                    Math.max(8, step(Vp8Tables.AC_STEPS, index + mean) * 155 / 100),
                    step(Vp8Tables.DC_STEPS, Math.min(index + firstChroma, MOST_CHROMA)),
                    step(Vp8Tables.AC_STEPS, index + chroma));
        }
    }

    private static int step(int[] steps, int index) {
        return steps[Math.clamp(index, 0, steps.length - 1)];
    }

    private static byte[] tokenProbabilities(Vp8Bits bits) {
        byte[] probabilities = Vp8Tables.TOKENS.clone();
        for (int i = 0; i < probabilities.length; i++) {
            if (bits.bit(Vp8Tables.KEEPS_TOKENS[i] & 0xFF) == 1) {
                probabilities[i] = (byte) bits.number(8);
            }
        }
        return probabilities;
    }
}
