package dev.fovea.data.picture;

import java.util.Arrays;

/// The first picture of a GIF, on its screen; what it leaves free, or clear, is white.
///
/// @param left where the picture lies on the screen
/// @param top where it lies
/// @param across columns of the picture
/// @param down its rows
/// @param clear the index of no colour, or −1
/// @param codes from the size of the first codes on
record GifFile(
        int width, int height, int left, int top, int across, int down, boolean interlaced, int clear, Bytes palette,
        Bytes codes)
        implements PictureFile {
    /// The most pixels of a byte: codes of 12 bits stand for up to 4,096.
    private static final long RATIO = 2731;

    /// Screens up to here may be as empty as they like.
    private static final long SMALL_SCREEN = 1 << 22;

    private static final int EXTENSION = 0x21;
    private static final int PICTURE = 0x2C;
    private static final int CONTROL = 0xF9;
    private static final int[][] PASSES = {{0, 8}, {4, 8}, {2, 4}, {1, 2}};

    static GifFile of(byte[] file) {
        Bytes all = Bytes.little(file);
        int flags = all.at(10);
        Bytes palette = all.part(13, (flags & 0x80) == 0 ? 0 : 3 << (flags & 7) + 1);
        int at = 13 + palette.length();
        int clear = -1;
        while (all.at(at) != PICTURE) {
            if (all.at(at) == EXTENSION) {
                if (all.at(at + 1) == CONTROL && all.at(at + 2) >= 4) {
                    clear = (all.at(at + 3) & 1) == 0 ? -1 : all.at(at + 6);
                }
                at = afterBlocks(all, at + 2);
            } else if (all.at(at) == 0) {
                at++;
            } else {
                throw PictureException.damaged("GIF", null);
            }
        }
        int own = all.at(at + 9);
        Bytes colours = (own & 0x80) == 0 ? palette : all.part(at + 10, 3 << (own & 7) + 1);
        int start = at + 10 + ((own & 0x80) == 0 ? 0 : 3 << (own & 7) + 1);
        int left = all.u16(at + 1);
        int top = all.u16(at + 3);
        int across = all.u16(at + 5);
        int down = all.u16(at + 7);
        int width = Math.max(all.u16(6), left + across);
        int height = Math.max(all.u16(8), top + down);
        Bytes codes = all.part(start, all.length());
        if ((long) across * down > (codes.length() + 1) * RATIO
                || (long) width * height > SMALL_SCREEN + file.length * RATIO) {
            throw PictureException.truncated(width, height);
        }
        if (across == 0 || down == 0) {
            throw PictureException.damaged("GIF", null);
        }
        return new GifFile(width, height, left, top, across, down, (own & 0x40) != 0, clear, colours, codes);
    }

    private static int afterBlocks(Bytes all, int from) {
        int at = from;
        while (all.at(at) != 0) {
            at += 1 + all.at(at);
        }
        return at + 1;
    }

    @Override
    public int channels() {
        return 3;
    }

    @Override
    public long memory() {
        return (long) across * down + (long) Integer.BYTES * down + GifCodes.MEMORY;
    }

    @Override
    public void rows(Rows into) {
        byte[] pixels = new byte[across * down];
        if (new GifCodes(codes).decode(pixels) < pixels.length) {
            throw PictureException.truncated(across, down);
        }
        int[] line = lines();
        float[] colours = colours();
        float[] row = new float[3 * width];
        for (int y = 0; y < height; y++) {
            Arrays.fill(row, 1);
            if (y >= top && y < top + down) {
                int from = line[y - top] * across;
                for (int x = 0; x < across; x++) {
                    System.arraycopy(colours, 3 * (pixels[from + x] & 0xFF), row, 3 * (left + x), 3);
                }
            }
            into.row(y, row);
        }
    }

    private float[] colours() {
        float[] colours = new float[3 * 256];
        for (int i = 0; i < colours.length; i++) {
            colours[i] = i < palette.length() ? palette.at(i) / 255f : 0;
        }
        if (palette.length() == 0) {
            for (int i = 0; i < colours.length; i++) {
                colours[i] = i / 3 / 255f;
            }
        }
        for (int c = 0; clear >= 0 && c < 3; c++) {
            colours[3 * clear + c] = 1;
        }
        return colours;
    }

    /// Where each row of the picture is stored.
    private int[] lines() {
        int[] lines = new int[down];
        int stored = 0;
        if (!interlaced) {
            Arrays.setAll(lines, y -> y);
            return lines;
        }
        for (int[] pass : PASSES) {
            for (int y = pass[0]; y < down; y += pass[1]) {
                lines[y] = stored++;
            }
        }
        return lines;
    }
}
