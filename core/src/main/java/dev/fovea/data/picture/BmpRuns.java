package dev.fovea.data.picture;

/// Expands BMP's run lengths; pixels that are left out have index 0.
final class BmpRuns {
    private BmpRuns() {}

    static byte[] decode(BmpFile bmp) {
        int width = bmp.width();
        int height = bmp.height();
        byte[] indices = new byte[Math.multiplyExact(width, height)];
        Bytes data = bmp.pixels();
        boolean halves = bmp.bits() == 4;
        int at = 0;
        int x = 0;
        int y = 0;
        while (y < height) {
            if (at + 2 > data.length()) {
                throw PictureException.truncated(width, height);
            }
            int count = data.at(at);
            int value = data.at(at + 1);
            at += 2;
            if (count > 0) {
                for (int i = 0; i < count; i++, x++) {
                    put(indices, width, x, y, height, bmp.upwards(), halves ? value >> 4 * (1 - i % 2) & 0xF : value);
                }
            } else if (value == 0) {
                x = 0;
                y++;
            } else if (value == 1) {
                break;
            } else if (value == 2) {
                x += data.at(at);
                y += data.at(at + 1);
                at += 2;
            } else {
                int bytes = halves ? (value + 1) / 2 : value;
                for (int i = 0; i < value; i++, x++) {
                    int one = halves ? data.at(at + i / 2) >> 4 * (1 - i % 2) & 0xF : data.at(at + i);
                    put(indices, width, x, y, height, bmp.upwards(), one);
                }
                at += bytes + bytes % 2;
            }
        }
        return indices;
    }

    private static void put(byte[] indices, int width, int x, int y, int height, boolean upwards, int value) {
        if (x < width && y < height) {
            indices[(upwards ? height - 1 - y : y) * width + x] = (byte) value;
        }
    }
}
