package dev.fovea.data.picture;

/// Pixels of a lossless WebP as they are coded: literal, repeated from before, or of a few that came lately.
final class Vp8lPixels {
    private static final int LENGTHS = 24;
    private static final int DISTANCES = 40;
    private static final int CLOSE = 120;

    /// The closest pixels above and to the left, by how near they are: rows up × 16 + 8 − columns to the right.
    private static final int[] NEAR = {
        0x18, 0x07, 0x17, 0x19, 0x28, 0x06, 0x27, 0x29, 0x16, 0x1a, 0x26, 0x2a, 0x38, 0x05, 0x37, 0x39, 0x15, 0x1b,
        0x36, 0x3a, 0x25, 0x2b, 0x48, 0x04, 0x47, 0x49, 0x14, 0x1c, 0x35, 0x3b, 0x46, 0x4a, 0x24, 0x2c, 0x58, 0x45,
        0x4b, 0x34, 0x3c, 0x03, 0x57, 0x59, 0x13, 0x1d, 0x56, 0x5a, 0x23, 0x2d, 0x44, 0x4c, 0x55, 0x5b, 0x33, 0x3d,
        0x68, 0x02, 0x67, 0x69, 0x12, 0x1e, 0x66, 0x6a, 0x22, 0x2e, 0x54, 0x5c, 0x43, 0x4d, 0x65, 0x6b, 0x32, 0x3e,
        0x78, 0x01, 0x77, 0x79, 0x53, 0x5d, 0x11, 0x1f, 0x64, 0x6c, 0x42, 0x4e, 0x76, 0x7a, 0x21, 0x2f, 0x75, 0x7b,
        0x31, 0x3f, 0x63, 0x6d, 0x52, 0x5e, 0x00, 0x74, 0x7c, 0x41, 0x4f, 0x10, 0x20, 0x62, 0x6e, 0x30, 0x73, 0x7d,
        0x51, 0x5f, 0x40, 0x72, 0x7e, 0x61, 0x6f, 0x50, 0x71, 0x7f, 0x60, 0x70
    };

    private final Vp8lBits bits;
    private final int width;
    private final int[] pixels;
    private final int[] lately;
    private final int latelyShift;

    private Vp8lPixels(Vp8lBits bits, int width, int height, int latelyBits) {
        this.bits = bits;
        this.width = width;
        pixels = new int[Math.multiplyExact(width, height)];
        lately = new int[latelyBits == 0 ? 0 : 1 << latelyBits];
        latelyShift = 32 - latelyBits;
    }

    /// Reads pixels of opacity, red, green and blue.
    ///
    /// @param whole whether it is the picture itself, whose parts may have codes of their own
    static int[] read(Vp8lBits bits, int width, int height, boolean whole) {
        int latelyBits = 0;
        if (bits.flag()) {
            latelyBits = bits.number(4);
            if (latelyBits < 1 || latelyBits > 11) {
                throw PictureException.damaged("WebP", null);
            }
        }
        int tileBits = 0;
        int[] tiles = {};
        int groups = 1;
        if (whole && bits.flag()) {
            tileBits = 2 + bits.number(3);
            tiles = read(bits, Vp8lPicture.tiles(width, tileBits), Vp8lPicture.tiles(height, tileBits), false);
            for (int i = 0; i < tiles.length; i++) {
                tiles[i] = tiles[i] >> 8 & 0xFFFF;
                groups = Math.max(groups, tiles[i] + 1);
            }
        }
        Vp8lPixels pixels = new Vp8lPixels(bits, width, height, latelyBits);
        Vp8lCode[][] codes = new Vp8lCode[groups][];
        for (int i = 0; i < groups; i++) {
            codes[i] = new Vp8lCode[] {
                Vp8lCode.read(bits, 256 + LENGTHS + pixels.lately.length), Vp8lCode.read(bits, 256),
                Vp8lCode.read(bits, 256), Vp8lCode.read(bits, 256), Vp8lCode.read(bits, DISTANCES)
            };
        }
        pixels.decode(codes, tiles, tileBits);
        return pixels.pixels;
    }

    private void decode(Vp8lCode[][] codes, int[] tiles, int tileBits) {
        int tilesAcross = Vp8lPicture.tiles(width, tileBits);
        int at = 0;
        int remembered = 0;
        while (at < pixels.length) {
            int group = tiles.length == 0
                    ? 0 : tiles[(at / width >> tileBits) * tilesAcross + (at % width >> tileBits)];
            Vp8lCode[] code = codes[group];
            int symbol = code[0].symbol(bits);
            if (symbol < 256) {
                int red = code[1].symbol(bits);
                int blue = code[2].symbol(bits);
                pixels[at++] = code[3].symbol(bits) << 24 | red << 16 | symbol << 8 | blue;
            } else if (symbol < 256 + LENGTHS) {
                int length = extended(symbol - 256);
                int distance = distance(extended(code[4].symbol(bits)));
                if (distance > at || length > pixels.length - at) {
                    throw PictureException.damaged("WebP", null);
                }
                for (int end = at + length; at < end; at++) {
                    pixels[at] = pixels[at - distance];
                }
            } else {
                remembered = remember(remembered, at);
                pixels[at++] = lately[symbol - 256 - LENGTHS];
            }
        }
    }

    /// Enters all pixels before `end` among those that came lately.
    private int remember(int from, int end) {
        for (int i = from; i < end; i++) {
            lately[pixels[i] * 0x1E35A7BD >>> latelyShift] = pixels[i];
        }
        return end;
    }

    private int extended(int prefix) {
        if (prefix < 4) {
            return prefix + 1;
        }
        int extra = prefix - 2 >> 1;
        return (2 + (prefix & 1) << extra) + bits.number(extra) + 1;
    }

    private int distance(int code) {
        if (code > CLOSE) {
            return code - CLOSE;
        }
        int near = NEAR[code - 1];
        return Math.max(1, (near >> 4) * width + 8 - (near & 15));
    }
}
