package dev.fovea.data.picture;

import java.util.Arrays;

/// The coefficients of the macroblocks of a frame, one after the other (RFC 6386, section 13).
final class Vp8Tokens {
    /// Blocks of a macroblock: 16 of luma, 4 of each chroma.
    static final int BLOCKS = 24;

    // Kinds of blocks that differ in their probabilities.
    private static final int LUMA_WITHOUT_FIRST = 0;
    private static final int MEANS = 1;
    private static final int CHROMA = 2;
    private static final int LUMA = 3;

    private static final int CONTEXT = 11;
    private static final int POSITION = 3 * CONTEXT;
    private static final int KIND = 17 * POSITION;

    private static final int[] ZIGZAG = {0, 1, 4, 8, 5, 2, 3, 6, 9, 12, 13, 10, 7, 11, 14, 15};
    private static final int[] BANDS = {0, 1, 2, 3, 6, 4, 5, 6, 6, 6, 6, 6, 6, 6, 6, 7};

    /// Probabilities of the bits that large values have beyond the least of their category.
    private static final int[][] EXTRA = {
        {173, 148, 140},
        {176, 155, 140, 135},
        {180, 157, 141, 134, 130},
        {254, 254, 243, 230, 196, 177, 153, 140, 133, 130, 129}
    };

    /// Coefficients of the last macroblock that was read, 16 for each block, row by row; who uses them clears them.
    final short[] coefficients = new short[16 * BLOCKS];

    /// How far each block's coefficients go: 0 for none, 1 for the first alone.
    final byte[] ends = new byte[BLOCKS];

    private final int[] probabilities = new int[4 * KIND];
    private final short[] means = new short[16];
    private final Vp8Transform transform;

    // Whether the neighbours' blocks had coefficients: 4 of luma, 2 of each chroma, 1 of means for a macroblock.
    private final byte[] above;
    private final byte[] left = new byte[9];

    Vp8Tokens(Vp8Header header, int columns, Vp8Transform transform) {
        above = new byte[9 * columns];
        this.transform = transform;
        for (int i = 0; i < probabilities.length; i++) {
            int position = i % KIND / POSITION;
            int band = position < 16 ? BANDS[position] : 0;
            probabilities[i] = header.tokenProbabilities[(i / KIND * 8 + band) * POSITION + i % POSITION] & 0xFF;
        }
    }

    void startRow() {
        Arrays.fill(left, (byte) 0);
    }

    /// Passes a macroblock without coefficients.
    void skip(int column, boolean inBlocks) {
        // Whoever has no means leaves those of its neighbours to the next.
        int count = inBlocks ? 8 : 9;
        Arrays.fill(left, 0, count, (byte) 0);
        Arrays.fill(above, 9 * column, 9 * column + count, (byte) 0);
        Arrays.fill(ends, (byte) 0);
    }

    /// Reads those of the macroblock in a column.
    ///
    /// @return whether there are any
    boolean read(Vp8Bits bits, int column, boolean inBlocks, Vp8Header.Steps steps) {
        int top = 9 * column;
        int kind = LUMA;
        if (!inBlocks) {
            kind = LUMA_WITHOUT_FIRST;
            means(bits, top + 8, steps);
        }
        int any = 0;
        for (int i = 0; i < 16; i++) {
            any |= block(bits, kind, i, i / 4, top + i % 4, steps.firstLuma(), steps.luma());
        }
        for (int i = 16; i < BLOCKS; i++) {
            int plane = i < 20 ? 4 : 6;
            any |= block(bits, CHROMA, i, plane + i / 2 % 2, top + plane + i % 2, steps.firstChroma(), steps.chroma());
        }
        return any != 0;
    }

    private int block(Vp8Bits bits, int kind, int block, int row, int column, int firstStep, int step) {
        int first = kind == LUMA_WITHOUT_FIRST ? 1 : 0;
        int end = read(bits, kind, left[row] + above[column], first, firstStep, step, coefficients, 16 * block);
        byte some = (byte) (end > first ? 1 : 0);
        left[row] = some;
        above[column] = some;
        if (end <= 1) {
            end = coefficients[16 * block] == 0 ? 0 : 1;
        }
        ends[block] = (byte) end;
        return end;
    }

    /// The first coefficients of all blocks of luma, transformed once more.
    private void means(Vp8Bits bits, int column, Vp8Header.Steps steps) {
        int end = read(bits, MEANS, left[8] + above[column], 0, steps.firstMean(), steps.mean(), means, 0);
        byte some = (byte) (end > 0 ? 1 : 0);
        left[8] = some;
        above[column] = some;
        if (end > 0) {
            transform.means(means, coefficients);
            Arrays.fill(means, (short) 0);
        }
    }

    /// Reads a block.
    ///
    /// @return the place after its last coefficient
    private int read(
            Vp8Bits bits, int kind, int context, int first, int firstStep, int step, short[] into, int to) {
        int[] p = probabilities;
        int i = first;
        int at = KIND * kind + POSITION * i + CONTEXT * context;
        while (i < 16 && bits.bit(p[at]) == 1) {
            int next = KIND * kind + POSITION * (i + 1);
            while (bits.bit(p[at + 1]) == 0) {
                at = next;
                next += POSITION;
                if (++i == 16) {
                    return 16;
                }
            }
            int value = 1;
            if (bits.bit(p[at + 2]) == 1) {
                value = large(bits, p, at);
                at = next + 2 * CONTEXT;
            } else {
                at = next + CONTEXT;
            }
            int signed = bits.bit(128) == 1 ? -value : value;
            into[to + ZIGZAG[i]] = (short) (signed * (i == 0 ? firstStep : step));
            i++;
        }
        return i;
    }

    private static int large(Vp8Bits bits, int[] p, int at) {
        if (bits.bit(p[at + 3]) == 0) {
            return bits.bit(p[at + 4]) == 0 ? 2 : 3 + bits.bit(p[at + 5]);
        }
        if (bits.bit(p[at + 6]) == 0) {
            if (bits.bit(p[at + 7]) == 0) {
                return 5 + bits.bit(159);
            }
            return 7 + 2 * bits.bit(165) + bits.bit(145);
        }
        int high = bits.bit(p[at + 8]);
        int category = 2 * high + bits.bit(p[at + 9 + high]);
        int extra = 0;
        for (int probability : EXTRA[category]) {
            extra = 2 * extra + bits.bit(probability);
        }
        return 3 + (8 << category) + extra;
    }
}
