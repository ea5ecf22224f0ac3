package dev.fovea.data.picture;

/// BMP of Windows and OS/2: palettes, 16, 24 and 32 bits, masks, and run lengths.
///
/// @param bits of a pixel
/// @param compression 0 for none, 1 and 2 for run lengths of 8 and 4 bits, 3 for masks
/// @param upwards whether the lowest row comes first
/// @param palette blue, green, red, and a fourth byte where `entry` is 4
/// @param masks of red, green, blue and opacity
/// @param pixels from the first on
record BmpFile(
        int width, int height, int bits, int compression, boolean upwards, Bytes palette, int entry, int[] masks,
        Bytes pixels)
        implements PictureFile {
    private static final int RUNS_8 = 1;
    private static final int RUNS_4 = 2;
    private static final int MASKS = 3;
    private static final int MASKS_WITH_OPACITY = 6;

    /// The most pixels of a byte in run lengths, but for those that are left out.
    private static final long RATIO = 255;

    /// Pictures up to here may leave out as many pixels as they like.
    private static final long SMALL = 1 << 22;

    static BmpFile of(byte[] file) {
        Bytes all = Bytes.little(file);
        long header = all.u32(14);
        boolean old = header == 12;
        if (header < 12 || header > 1 << 16) {
            throw PictureException.damaged("BMP", null);
        }
        int width = old ? all.u16(18) : all.i32(18);
        int height = old ? all.u16(20) : all.i32(22);
        int bits = all.u16(old ? 24 : 28);
        int compression = old || header < 20 ? 0 : all.i32(30);
        int entry = old ? 3 : 4;
        long after = 14 + header;
        int[] masks = bits == 16 ? new int[] {0x7C00, 0x3E0, 0x1F, 0} : new int[] {0xFF0000, 0xFF00, 0xFF, 0};
        if (compression == MASKS || compression == MASKS_WITH_OPACITY) {
            int count = header >= 56 || compression == MASKS_WITH_OPACITY ? 4 : 3;
            for (int i = 0; i < count; i++) {
                masks[i] = all.i32(54 + 4 * i);
            }
            after = Math.max(after, 54 + 4 * count);
        } else if (compression != 0 && compression != RUNS_8 && compression != RUNS_4) {
            throw PictureException.unusual("a BMP of compression " + compression);
        }
        long start = all.u32(10);
        long used = old || header < 40 ? 0 : all.u32(46);
        long most = bits > 8 ? 0 : 1L << bits;
        long colours = used > 0 && used < most ? used : most;
        if (start < after || used > 0 && used < most && start < after + used * entry) {
            start = after + colours * entry;
        }
        long room = (start - after) / entry;
        Bytes palette = all.part(after, Math.min(colours, room) * entry);
        return new BmpFile(
                        width, Math.abs(height), bits, compression, height > 0, palette, entry, masks,
                        all.part(start, all.length()))
                .checked();
    }

    private BmpFile checked() {
        boolean runs = compression == RUNS_8 && bits == 8 || compression == RUNS_4 && bits == 4;
        boolean plain = compression != RUNS_8 && compression != RUNS_4
                && (bits == 1 || bits == 2 || bits == 4 || bits == 8 || bits == 16 || bits == 24 || bits == 32);
        if (!runs && !plain || width < 0 || height < 0) {
            throw PictureException.damaged("BMP", null);
        }
        long needed = stride() * (height - 1L) + ((long) width * bits + 7) / 8;
        boolean tooMany = (long) width * height > SMALL + pixels.length() * RATIO;
        if (plain && needed > pixels.length() || runs && tooMany) {
            throw PictureException.truncated(width, height);
        }
        return this;
    }

    private long stride() {
        return ((long) width * bits + 31) / 32 * 4;
    }

    @Override
    public int channels() {
        return 3;
    }

    @Override
    public long memory() {
        return compression == RUNS_8 || compression == RUNS_4 ? (long) width * height : 0;
    }

    @Override
    public void rows(Rows into) {
        float[] row = new float[Math.multiplyExact(3, width)];
        if (compression == RUNS_8 || compression == RUNS_4) {
            byte[] indices = BmpRuns.decode(this);
            float[] colours = colours();
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    System.arraycopy(colours, 3 * (indices[y * width + x] & 0xFF), row, 3 * x, 3);
                }
                into.row(y, row);
            }
            return;
        }
        float[] colours = bits <= 8 ? colours() : new float[0];
        Channel[] channels = channelsOf();
        boolean opaque = bits <= 8 || channels[3].full == 0 || !hasOpacity(channels[3]);
        for (int y = 0; y < height; y++) {
            int start = (int) (stride() * (upwards ? height - 1 - y : y));
            if (bits <= 8) {
                indexed(start, colours, row);
            } else if (bits == 24) {
                for (int i = 0; i < row.length; i += 3) {
                    row[i] = pixels.at(start + i + 2) / 255f;
                    row[i + 1] = pixels.at(start + i + 1) / 255f;
                    row[i + 2] = pixels.at(start + i) / 255f;
                }
            } else {
                masked(start, channels, opaque, row);
            }
            into.row(y, row);
        }
    }

    private void indexed(int start, float[] colours, float[] row) {
        for (int x = 0; x < width; x++) {
            int each = 8 / bits;
            int index = pixels.at(start + x / each) >> 8 - bits - x % each * bits & (1 << bits) - 1;
            System.arraycopy(colours, 3 * index, row, 3 * x, 3);
        }
    }

    private void masked(int start, Channel[] channels, boolean opaque, float[] row) {
        for (int x = 0; x < width; x++) {
            int pixel = bits == 16 ? pixels.u16(start + 2 * x) : pixels.i32(start + 4 * x);
            float opacity = opaque ? 1 : channels[3].of(pixel);
            for (int c = 0; c < 3; c++) {
                row[3 * x + c] = Samples.onWhite(channels[c].of(pixel), opacity);
            }
        }
    }

    /// Programs that know no opacity leave zeros in its place.
    private boolean hasOpacity(Channel opacity) {
        for (int y = 0; y < height; y++) {
            int start = (int) (stride() * y);
            for (int x = 0; x < width; x++) {
                int pixel = bits == 16 ? pixels.u16(start + 2 * x) : pixels.i32(start + 4 * x);
                if (opacity.of(pixel) != 0) {
                    return true;
                }
            }
        }
        return false;
    }

    /// The bits of a pixel that are one channel's.
    private record Channel(int mask, int shift, float full) {
        float of(int pixel) {
            return full == 0 ? 0 : ((pixel & mask) >>> shift) / full;
        }
    }

    private Channel[] channelsOf() {
        Channel[] channels = new Channel[4];
        for (int i = 0; i < 4; i++) {
            int shift = masks[i] == 0 ? 0 : Integer.numberOfTrailingZeros(masks[i]);
            channels[i] = new Channel(masks[i], shift, Integer.toUnsignedLong(masks[i] >>> shift));
        }
        return channels;
    }

    private float[] colours() {
        float[] colours = new float[3 * 256];
        for (int i = 0; i < Math.min(256, palette.length() / entry); i++) {
            for (int c = 0; c < 3; c++) {
                colours[3 * i + c] = palette.at(entry * i + 2 - c) / 255f;
            }
        }
        return colours;
    }
}
