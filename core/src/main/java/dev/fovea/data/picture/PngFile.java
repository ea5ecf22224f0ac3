package dev.fovea.data.picture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/// PNG, with all its depths, palettes, transparency and interlacing; of an animation its default picture. A colour
/// profile is applied. The rows of a picture that is not interlaced are decoded as they are asked for.
///
/// @param palette red, green, blue of each colour, or nothing
/// @param transparency the opacities of the palette, or the one transparent grey or colour as 16 bits a channel
/// @param data the chunks of compressed rows
record PngFile(
        int width,
        int height,
        int depth,
        int type,
        boolean interlaced,
        Orientation orientation,
        @Nullable Bytes palette,
        @Nullable Bytes transparency,
        @Nullable ColourProfile profile,
        List<Bytes> data)
        implements PictureFile {
    private static final int GREY = 0;
    private static final int COLOUR = 2;
    private static final int PALETTE = 3;
    private static final int GREY_ALPHA = 4;
    private static final int COLOUR_ALPHA = 6;
    private static final int HEADER = 13;
    private static final int MOST_PROFILE = 1 << 22;

    /// The most that deflate shrinks by.
    private static final long RATIO = 1032;

    /// Adam7: first column, first row, step across and step down of each pass.
    private static final int[][] PASSES = {
        {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
    };

    static PngFile of(byte[] file) {
        Bytes all = Bytes.big(file);
        Bytes header = all.part(16, HEADER);
        if (!all.hasAt(12, "IHDR") || header.length() < HEADER) {
            throw PictureException.damaged("PNG", null);
        }
        Bytes palette = null;
        Bytes transparency = null;
        Bytes icc = null;
        Bytes exif = null;
        List<Bytes> data = new ArrayList<>();
        int type = header.at(9);
        long at = 8;
        while (at + 8 <= all.length()) {
            int chunk = (int) at;
            long length = all.u32(chunk);
            Bytes content = all.part(at + 8, length);
            if (all.hasAt(chunk + 4, "IDAT")) {
                data.add(content);
            } else if (all.hasAt(chunk + 4, "PLTE")) {
                palette = content;
            } else if (all.hasAt(chunk + 4, "tRNS")) {
                transparency = content;
            } else if (all.hasAt(chunk + 4, "iCCP")) {
                // Only one is allowed: what else there is, is not even looked at. So with EXIF.
                icc = icc == null ? content : icc;
            } else if (all.hasAt(chunk + 4, "eXIf")) {
                exif = exif == null ? content : exif;
            } else if (all.hasAt(chunk + 4, "IEND")) {
                break;
            }
            at += 12 + length;
        }
        PngFile plain = new PngFile(
                        header.i32(0), header.i32(4), header.at(8), type, header.at(12) == 1,
                        exif == null ? Orientation.UPRIGHT : Exif.orientation(exif), palette, transparency, null, data)
                .checked();
        return icc == null || plain.channels() == 1 ? plain : plain.with(profile(icc));
    }

    private PngFile with(@Nullable ColourProfile profile) {
        return new PngFile(
                width, height, depth, type, interlaced, orientation, palette, transparency, profile, data);
    }

    private PngFile checked() {
        boolean known = switch (type) {
            case GREY -> depth == 1 || depth == 2 || depth == 4 || depth == 8 || depth == 16;
            case PALETTE -> palette != null && (depth == 1 || depth == 2 || depth == 4 || depth == 8);
            case COLOUR, GREY_ALPHA, COLOUR_ALPHA -> depth == 8 || depth == 16;
            default -> false;
        };
        if (!known || width < 0 || height < 0) {
            throw PictureException.damaged("PNG", null);
        }
        long compressed = data.stream().mapToLong(Bytes::length).sum();
        long row = storedRow() + 1;
        if (row > Integer.MAX_VALUE / 8 || row * height > (compressed + 1) * RATIO) {
            throw PictureException.truncated(width, height);
        }
        return this;
    }

    private static @Nullable ColourProfile profile(Bytes chunk) {
        int name = 0;
        while (name < chunk.length() && chunk.at(name) != 0) {
            name++;
        }
        Bytes compressed = chunk.part(name + 2L, chunk.length());
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(compressed.copy());
            byte[] icc = new byte[(int) Math.min(MOST_PROFILE, compressed.length() * RATIO)];
            int length = inflater.inflate(icc);
            return ColourProfile.colour(Arrays.copyOf(icc, length));
        } catch (DataFormatException _) {
            return null;
        } finally {
            inflater.end();
        }
    }

    private long storedRow() {
        return ((long) width * samples() * depth + 7) / 8;
    }

    private boolean unpacks() {
        return depth < 8;
    }

    int samples() {
        return switch (type) {
            case COLOUR -> 3;
            case GREY_ALPHA -> 2;
            case COLOUR_ALPHA -> 4;
            default -> 1;
        };
    }

    @Override
    public int channels() {
        return type == GREY || type == GREY_ALPHA ? 1 : 3;
    }

    @Override
    public long memory() {
        int bytes = samples() * (depth == 16 ? 2 : 1);
        long rows = 2 * storedRow() + (long) width * ((unpacks() ? 1 : 0) + (interlaced ? bytes : 0));
        return rows + PngRows.memory(this) + (interlaced ? (long) width * height * bytes : 0);
    }

    @Override
    public void rows(Rows into) {
        PngRows rows = new PngRows(this);
        try (InflatedRows source = new InflatedRows(data, width, height)) {
            if (interlaced) {
                interlaced(source, rows, into);
                return;
            }
            int pixel = Math.max(1, samples() * depth / 8);
            byte[] row = new byte[(int) storedRow()];
            byte[] above = new byte[row.length];
            byte[] unpacked = new byte[unpacks() ? width : 0];
            for (int y = 0; y < height; y++) {
                source.next(row, row.length, above, pixel);
                into.row(y, rows.convert(unpack(row, width, unpacked)));
                byte[] spare = above;
                above = row;
                row = spare;
            }
        }
    }

    private void interlaced(InflatedRows source, PngRows rows, Rows into) {
        int pixel = samples() * (depth == 16 ? 2 : 1);
        int filtered = Math.max(1, samples() * depth / 8);
        byte[] whole = new byte[Math.multiplyExact(Math.multiplyExact(width, height), pixel)];
        byte[] row = new byte[(int) storedRow()];
        byte[] above = new byte[row.length];
        byte[] unpacked = new byte[unpacks() ? width : 0];
        for (int[] pass : PASSES) {
            int across = (width - pass[0] + pass[2] - 1) / pass[2];
            int length = (int) (((long) across * samples() * depth + 7) / 8);
            Arrays.fill(above, (byte) 0);
            for (int y = pass[1]; across > 0 && y < height; y += pass[3]) {
                source.next(row, length, above, filtered);
                byte[] samples = unpack(row, across, unpacked);
                for (int i = 0; i < across; i++) {
                    int at = (y * width + pass[0] + i * pass[2]) * pixel;
                    System.arraycopy(samples, i * pixel, whole, at, pixel);
                }
                byte[] spare = above;
                above = row;
                row = spare;
            }
        }
        byte[] line = new byte[width * pixel];
        for (int y = 0; y < height; y++) {
            System.arraycopy(whole, y * line.length, line, 0, line.length);
            into.row(y, rows.convert(line));
        }
    }

    /// One byte for each sample of fewer than eight bits.
    private byte[] unpack(byte[] row, int across, byte[] unpacked) {
        if (!unpacks()) {
            return row;
        }
        int mask = (1 << depth) - 1;
        int each = 8 / depth;
        for (int x = 0; x < across; x++) {
            unpacked[x] = (byte) (row[x / each] >> (8 - depth - x % each * depth) & mask);
        }
        return unpacked;
    }
}
