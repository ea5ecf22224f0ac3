package dev.fovea.data;

import java.awt.Rectangle;

/// How a stored image is to be turned so that it stands as it was seen: EXIF's tag 0x0112, 1 to 8.
///
/// The tag says where the stored image's first row and first column lie in the picture as people see it: 1 top, left;
/// 2 top, right; 3 bottom, right; 4 bottom, left; 5 left, top; 6 right, top; 7 right, bottom; 8 left, bottom.
record Orientation(int tag) {
    static final Orientation UPRIGHT = new Orientation(1);

    private static final int TAG = 0x0112;
    private static final int SHORT = 3;
    private static final int START_OF_SCAN = 0xDA;
    private static final int APP1 = 0xE1;
    private static final int ENTRY = 12;
    private static final byte[] EXIF = {'E', 'x', 'i', 'f', 0, 0};

    Orientation {
        tag = tag >= 1 && tag <= 8 ? tag : 1;
    }

    /// What a JPEG file notes; upright where it notes nothing, or nothing that can be read.
    static Orientation of(byte[] file) {
        if (file.length < 4 || at(file, 0) != 0xFF || at(file, 1) != 0xD8) {
            return UPRIGHT;
        }
        int position = 2;
        while (position + 4 <= file.length && at(file, position) == 0xFF) {
            int marker = at(file, position + 1);
            if (marker == 0xFF) {
                position++;
                continue;
            }
            int length = at(file, position + 2) << 8 | at(file, position + 3);
            if (marker == START_OF_SCAN || length < 2) {
                return UPRIGHT;
            }
            if (marker == APP1 && isExif(file, position + 4)) {
                int end = Math.min(file.length, position + 2 + length);
                return new Orientation(tag(file, position + 4 + EXIF.length, end));
            }
            position += 2 + length;
        }
        return UPRIGHT;
    }

    private static boolean isExif(byte[] file, int from) {
        for (int i = 0; i < EXIF.length; i++) {
            if (from + i >= file.length || file[from + i] != EXIF[i]) {
                return false;
            }
        }
        return true;
    }

    /// The tag in the first directory of the TIFF data at `from`; 0 where it is not.
    private static int tag(byte[] file, int from, int end) {
        if (from + 8 > end) {
            return 0;
        }
        boolean little = file[from] == 'I';
        long directory = from + number(file, from + 4, 4, little);
        if (directory + 2 > end) {
            return 0;
        }
        int count = (int) number(file, (int) directory, 2, little);
        for (int i = 0; i < count; i++) {
            long entry = directory + 2 + (long) i * ENTRY;
            if (entry + ENTRY > end) {
                return 0;
            }
            if (number(file, (int) entry, 2, little) == TAG && number(file, (int) entry + 2, 2, little) == SHORT) {
                return (int) number(file, (int) entry + 8, 2, little);
            }
        }
        return 0;
    }

    private static long number(byte[] file, int from, int bytes, boolean little) {
        long number = 0;
        for (int i = 0; i < bytes; i++) {
            number = number << 8 | at(file, little ? from + bytes - 1 - i : from + i);
        }
        return number;
    }

    private static int at(byte[] file, int index) {
        return file[index] & 0xFF;
    }

    /// Whether the picture's rows are the stored image's columns.
    boolean swaps() {
        return tag >= 5;
    }

    /// The stored row or column that the picture's row `y` shows.
    ///
    /// @param height of the picture
    Rectangle line(int y, int width, int height) {
        boolean fromEnd = tag == 3 || tag == 4 || tag == 7 || tag == 8;
        int line = fromEnd ? height - 1 - y : y;
        return swaps() ? new Rectangle(line, 0, 1, width) : new Rectangle(0, line, width, 1);
    }

    /// Where the stored line's element `i` lies in the picture's row.
    int place(int i, int width) {
        boolean backwards = tag == 2 || tag == 3 || tag == 6 || tag == 7;
        return backwards ? width - 1 - i : i;
    }
}
