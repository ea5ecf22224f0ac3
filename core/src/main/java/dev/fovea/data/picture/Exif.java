package dev.fovea.data.picture;

/// The first directory of TIFF data, such as EXIF blocks begin with.
final class Exif {
    private static final int ORIENTATION = 0x0112;
    private static final int SHORT = 3;
    private static final int LONG = 4;
    private static final int ENTRY = 12;
    private static final String PREFIX = "Exif\0\0";

    private Exif() {}

    /// What an EXIF block notes, with or without its prefix; upright where it notes nothing that can be read.
    static Orientation orientation(Bytes block) {
        Bytes data = block.startsWith(PREFIX) ? block.part(PREFIX.length(), block.length()) : block;
        try {
            return new Orientation(tag(data.order(data.startsWith("II"))));
        } catch (IndexOutOfBoundsException _) {
            return Orientation.UPRIGHT;
        }
    }

    private static int tag(Bytes data) {
        if (!data.startsWith("II") && !data.startsWith("MM")) {
            return 0;
        }
        long directory = data.u32(4);
        if (directory > data.length() - 2) {
            return 0;
        }
        int start = (int) directory;
        int count = data.u16(start);
        for (int i = 0; i < count; i++) {
            int entry = start + 2 + i * ENTRY;
            if (data.u16(entry) == ORIENTATION) {
                int type = data.u16(entry + 2);
                return type == SHORT ? data.u16(entry + 8) : type == LONG ? data.i32(entry + 8) : 0;
            }
        }
        return 0;
    }
}
