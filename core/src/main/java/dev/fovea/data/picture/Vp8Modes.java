package dev.fovea.data.picture;

import java.util.Arrays;

/// How the macroblocks of a frame are predicted, one after the other (RFC 6386, sections 10 and 11).
final class Vp8Modes {
    // Modes of whole macroblocks, and of blocks of 4 × 4 as well.
    static final int DC = 0;
    static final int TRUE_MOTION = 1;
    static final int VERTICAL = 2;
    static final int HORIZONTAL = 3;
    // Modes of blocks of 4 × 4 alone; each says where its colours run to.
    static final int DOWN_LEFT = 4;
    static final int DOWN_RIGHT = 5;
    static final int VERTICAL_RIGHT = 6;
    static final int VERTICAL_LEFT = 7;
    static final int HORIZONTAL_DOWN = 8;
    static final int HORIZONTAL_UP = 9;

    private static final int BLOCK_MODES = 10;
    private static final int IN_BLOCKS = 4;

    private static final byte[] SEGMENT_TREE = {2, 4, ~0, ~1, ~2, ~3};
    private static final byte[] LUMA_TREE = {~IN_BLOCKS, 2, 4, 6, ~DC, ~VERTICAL, ~HORIZONTAL, ~TRUE_MOTION};
    private static final byte[] LUMA = {(byte) 145, (byte) 156, (byte) 163, (byte) 128};
    private static final byte[] CHROMA_TREE = {~DC, 2, ~VERTICAL, 4, ~HORIZONTAL, ~TRUE_MOTION};
    private static final byte[] CHROMA = {(byte) 142, 114, (byte) 183};
    private static final byte[] BLOCK_TREE = {
        ~DC, 2, ~TRUE_MOTION, 4, ~VERTICAL, 6, 8, 12, ~HORIZONTAL, 10, ~DOWN_RIGHT, ~VERTICAL_RIGHT, ~DOWN_LEFT, 14,
        ~VERTICAL_LEFT, 16, ~HORIZONTAL_DOWN, ~HORIZONTAL_UP
    };

    /// The segment of the last block that was read.
    int segment;

    /// Whether that block has no coefficients.
    boolean skipped;

    /// Whether each block of 4 × 4 has a mode of its own.
    boolean inBlocks;

    /// The mode of the macroblock, or those of its 16 blocks.
    final byte[] luma = new byte[16];

    int chroma;

    private final Vp8Header header;
    private final byte[] above;
    private final byte[] left = new byte[4];

    Vp8Modes(Vp8Header header, int columns) {
        this.header = header;
        above = new byte[4 * columns];
    }

    void startRow() {
        Arrays.fill(left, (byte) DC);
    }

    /// Reads the modes of the macroblock in a column.
    void read(int column) {
        Vp8Bits bits = header.modes;
        segment = header.mapped ? bits.leaf(SEGMENT_TREE, header.segmentProbabilities, 0) : 0;
        skipped = header.skips && bits.bit(header.keepProbability) == 1;
        int mode = bits.leaf(LUMA_TREE, LUMA, 0);
        inBlocks = mode == IN_BLOCKS;
        if (inBlocks) {
            blocks(bits, 4 * column);
        } else {
            luma[0] = (byte) mode;
            Arrays.fill(left, (byte) mode);
            Arrays.fill(above, 4 * column, 4 * column + 4, (byte) mode);
        }
        chroma = bits.leaf(CHROMA_TREE, CHROMA, 0);
    }

    private void blocks(Vp8Bits bits, int column) {
        for (int i = 0; i < luma.length; i++) {
            int x = column + i % 4;
            int from = BLOCK_MODES * above[x] + left[i / 4];
            byte mode = (byte) bits.leaf(BLOCK_TREE, Vp8Tables.BLOCK_MODES, (BLOCK_MODES - 1) * from);
            luma[i] = mode;
            above[x] = mode;
            left[i / 4] = mode;
        }
    }
}
