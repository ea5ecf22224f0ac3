package dev.fovea.data.picture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads the first directory of a TIFF and leaves of it what the decoder needs.
final class TiffHeader {
    private static final int WIDTH = 256;
    private static final int HEIGHT = 257;
    private static final int BITS = 258;
    private static final int COMPRESSION = 259;
    private static final int PHOTOMETRIC = 262;
    private static final int ORIENTATION = 274;
    private static final int SAMPLES = 277;
    private static final int ROWS_OF_STRIP = 278;
    private static final int STRIPS = 273;
    private static final int STRIP_LENGTHS = 279;
    private static final int PLANES = 284;
    private static final int TILES = 324;
    private static final int TILE_LENGTHS = 325;
    private static final int OLD_JPEG_START = 513;
    private static final int COLOUR_MAP = 320;
    private static final int TILE_WIDTH = 322;
    private static final int TILE_HEIGHT = 323;
    private static final int EXTRA_SAMPLES = 338;
    private static final int FORMAT = 339;
    private static final int PROFILE = 34675;
    private static final int SUBFILE = 254;
    private static final int SUB_DIRECTORIES = 330;
    private static final int DNG_VERSION = 50706;

    /// Bytes of a fax's rows that are believed: all of A3 at 600 dots an inch, and those of a white row a byte.
    private static final double SMALL_FAX = 1 << 23;

    private static final double FAX_RATIO = 1 << 12;

    /// Tags that say how pixels are stored.
    private static final Set<Integer> NEEDED = Set.of(
            WIDTH, HEIGHT, BITS, COMPRESSION, PHOTOMETRIC, 266, STRIPS, SAMPLES, ROWS_OF_STRIP, STRIP_LENGTHS,
            PLANES, 292, 293, 317, COLOUR_MAP, TILE_WIDTH, TILE_HEIGHT, TILES, TILE_LENGTHS, 332, 334, 347, 512,
            OLD_JPEG_START, 514, 515, 517, 518, 519, 520, 521, 529, 530, 531, 532);

    private static final Map<Integer, String> NOT_READ = Map.of(
            34925, "LZMA", 50000, "Zstandard", 50001, "WebP", 34712, "JPEG 2000", 33003, "JPEG 2000", 33005,
            "JPEG 2000", 34661, "JBIG", 34887, "LERC", 52546, "JPEG XL", 50002, "JPEG XL");
    private static final Set<Integer> READ = Set.of(1, 2, 3, 4, 5, 6, 7, 8, 32773, 32946);
    private static final int[] TYPE_BYTES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8};

    /// @param at where the entry stands in the directory
    /// @param values where its values stand
    private record Entry(int at, int type, int count, long values) {}

    private final Bytes all;
    private final boolean big;
    private final SortedMap<Integer, Entry> entries = new TreeMap<>();

    TiffHeader(byte[] file) {
        boolean little = file.length > 0 && file[0] == 'I';
        all = new Bytes(file, 0, file.length, little);
        big = all.u16(2) == 43;
    }

    TiffFile read() {
        if (all.hasAt(8, "CR\u0002")) {
            throw raw();
        }
        list();
        boolean reduced = (number(SUBFILE, 0) & 1) == 1;
        long photometric = number(PHOTOMETRIC, number(COMPRESSION, 1) >= 2 && number(COMPRESSION, 1) <= 4 ? 0 : 1);
        if (entries.containsKey(DNG_VERSION) || reduced && entries.containsKey(SUB_DIRECTORIES)
                || photometric == 32803 || photometric == 34892) {
            throw raw();
        }
        int width = size(WIDTH);
        int height = size(HEIGHT);
        TiffTags tags = tags((int) photometric);
        requireReadable(tags);
        TiffPieces pieces = pieces(width, height);
        requireRoom(pieces, tags);
        pieces.require(tags, number(PLANES, 1) == 2);
        Entry icc = entries.get(PROFILE);
        ColourProfile profile = null;
        if (icc != null && tags.photometric() == TiffTags.COLOUR) {
            profile = ColourProfile.colour(all.part(icc.values, icc.count).copy());
        } else if (icc != null && tags.photometric() == TiffTags.INKS) {
            profile = ColourProfile.inks(all.part(icc.values, icc.count).copy());
        }
        Orientation orientation = new Orientation((int) number(ORIENTATION, 1));
        return new TiffFile(
                width, height, tags, orientation, profile, rewritten(tags), working(pieces, tags), big, 1);
    }

    private TiffPieces pieces(int width, int height) {
        int across = entries.containsKey(TILE_WIDTH) ? size(TILE_WIDTH) : width;
        long rows = number(ROWS_OF_STRIP, height);
        int down = entries.containsKey(TILE_HEIGHT) ? size(TILE_HEIGHT) : Math.clamp(rows, 1, height);
        return TiffPieces.of(width, height, across, down);
    }

    private long working(TiffPieces pieces, TiffTags tags) {
        boolean tiles = entries.containsKey(TILES);
        long[] lengths = numbers(tiles ? TILE_LENGTHS : STRIP_LENGTHS, 0);
        boolean known = Arrays.stream(lengths).noneMatch(one -> one == 0);
        long[] at = numbers(tiles ? TILES : STRIPS, 0);
        int compression = (int) number(COMPRESSION, 1);
        long working = pieces.memory(tags, compression, all, at, known ? lengths : new long[0]);
        if (compression != TiffPieces.OLD_JPEG || !entries.containsKey(OLD_JPEG_START)) {
            return working;
        }
        Bytes whole = all.part(number(OLD_JPEG_START, 0), all.length()).order(false);
        return working + JpegPasses.within(whole, pieces.width(), pieces.height());
    }

    private static PictureException raw() {
        return new PictureException(": the image is a camera's RAW picture, of which only a small preview could be"
                + " read; export it as JPEG or PNG");
    }

    private void list() {
        long directory = big ? all.u64(8) : all.u32(4);
        if (directory > all.length()) {
            throw PictureException.cutShort();
        }
        int start = (int) directory;
        long count = big ? all.u64(start) : all.u16(start);
        int entry = big ? 20 : 12;
        int first = start + (big ? 8 : 2);
        if (count > (all.length() - first) / entry) {
            throw PictureException.cutShort();
        }
        for (int i = 0; i < count; i++) {
            int at = first + i * entry;
            int type = all.u16(at + 2);
            long values = big ? all.u64(at + 4) : all.u32(at + 4);
            long bytes = type < TYPE_BYTES.length ? TYPE_BYTES[type] : 0;
            if (bytes == 0 || values > all.length()) {
                continue;
            }
            int inline = big ? 8 : 4;
            int place = at + entry - inline;
            long offset = values * bytes <= inline ? place : big ? all.u64(place) : all.u32(place);
            if (offset > all.length() || values * bytes > all.length() - offset) {
                if (NEEDED.contains(all.u16(at))) {
                    throw PictureException.cutShort();
                }
                continue;
            }
            entries.putIfAbsent(all.u16(at), new Entry(at, type, (int) values, offset));
        }
        requireOnce();
    }

    /// Values of different tags that are the same bytes would let a small file hold any number of them.
    private void requireOnce() {
        long bytes = 0;
        for (Map.Entry<Integer, Entry> one : entries.entrySet()) {
            Entry entry = one.getValue();
            bytes += NEEDED.contains(one.getKey()) ? (long) entry.count * TYPE_BYTES[entry.type] : 0;
        }
        if (bytes > all.length()) {
            throw PictureException.damaged("TIFF", null);
        }
    }

    private long number(int tag, long otherwise) {
        Entry entry = entries.get(tag);
        return entry == null || entry.count == 0 ? otherwise : number(entry, 0);
    }

    private long number(Entry entry, int i) {
        int at = (int) entry.values + i * TYPE_BYTES[entry.type];
        return switch (TYPE_BYTES[entry.type]) {
            case 1 -> all.at(at);
            case 2 -> all.u16(at);
            case 4 -> all.u32(at);
            default -> all.u64(at);
        };
    }

    private long[] numbers(int tag, long otherwise) {
        Entry entry = entries.get(tag);
        if (entry == null || entry.count == 0) {
            return new long[] {otherwise};
        }
        long[] numbers = new long[entry.count];
        Arrays.setAll(numbers, i -> number(entry, i));
        return numbers;
    }

    private int size(int tag) {
        long size = number(tag, 0);
        if (size < 1 || size > Integer.MAX_VALUE) {
            throw PictureException.damaged("TIFF", null);
        }
        return (int) size;
    }

    private TiffTags tags(int photometric) {
        long samples = number(SAMPLES, 1);
        long bits = number(BITS, 1);
        long format = number(FORMAT, 1);
        if (samples < 1 || samples > 1 << 16 || bits < 1 || bits > 64) {
            throw PictureException.damaged("TIFF", null);
        }
        if (Arrays.stream(numbers(BITS, bits)).anyMatch(one -> one != bits)) {
            throw PictureException.unusual("a TIFF with bands of different depths");
        }
        // Eight bits are no numbers with a sign, whatever they are called: they would have no white.
        int kind = (format == 2 || format == 5) && bits > 8 ? 2 : format == 3 || format == 6 ? 3 : 1;
        int[] palette = palette(photometric, (int) bits);
        TiffTags plain = new TiffTags(photometric, (int) bits, (int) samples, kind, 0, palette);
        long extra = samples == plain.colours() ? 0 : entries.containsKey(EXTRA_SAMPLES) ? number(EXTRA_SAMPLES, 0) : 2;
        boolean opacity = extra != 0 && samples > plain.colours() && (plain.isGrey() || photometric == TiffTags.COLOUR);
        return new TiffTags(
                photometric, (int) bits, (int) samples, kind, opacity ? extra == 1 ? 1 : 2 : 0, palette);
    }

    private int @Nullable [] palette(int photometric, int bits) {
        if (photometric != TiffTags.PALETTE) {
            return null;
        }
        long[] numbers = numbers(COLOUR_MAP, 0);
        if (numbers.length < 3 || bits > 16) {
            throw PictureException.damaged("TIFF", null);
        }
        // Some programs write numbers of 8 bits.
        int factor = Arrays.stream(numbers).allMatch(one -> one < 256) ? 257 : 1;
        return Arrays.stream(numbers).mapToInt(one -> (int) (one * factor)).toArray();
    }

    private void requireReadable(TiffTags tags) {
        int compression = (int) number(COMPRESSION, 1);
        if (!READ.contains(compression)) {
            throw PictureException.unusual(
                    "a TIFF with " + NOT_READ.getOrDefault(compression, "the unknown") + " compression");
        }
        boolean known = tags.photometric() >= 0 && tags.photometric() <= TiffTags.ITU_LAB && tags.photometric() != 4
                && tags.photometric() != 7;
        if (!known) {
            throw PictureException.unusual("a TIFF of the photometric kind " + tags.photometric());
        }
        int most = tags.colours() == 1 ? 2 : 6;
        if (tags.samples() > most || tags.samples() < tags.colours()) {
            throw new PictureException(": expected an image of 1 band (grey) or 3 (colour), got a TIFF of "
                    + tags.samples() + "; save the bands that are to be seen as PNG");
        }
    }

    /// Refuses more pixels than the compression could hold in so few bytes.
    private void requireRoom(TiffPieces pieces, TiffTags tags) {
        int compression = (int) number(COMPRESSION, 1);
        long across = pieces.filledWidth();
        long down = entries.containsKey(TILE_HEIGHT) ? pieces.filledHeight() : pieces.height();
        double bytes = (double) across * down * tags.samples() * tags.bits() / 8;
        boolean fax = compression >= 2 && compression <= 4;
        double ratio = switch (compression) {
            case 1 -> 4;
            case 2, 3, 4 -> Math.max(1, across);
            case 32773 -> 64;
            case 6, 7 -> 512.0 * tags.samples();
            default -> 2731;
        };
        double most = ratio * all.length();
        if (fax) {
            most = Math.min(most, SMALL_FAX + FAX_RATIO * all.length());
        }
        if (bytes > most || fax && across > 1 << 20) {
            throw PictureException.truncated(pieces.width(), pieces.height());
        }
    }

    /// The file with a directory of its own behind it, which names what is needed alone, and no further picture.
    private List<Bytes> rewritten(TiffTags tags) {
        SortedMap<Integer, Entry> needed = new TreeMap<>(entries);
        needed.keySet().retainAll(NEEDED);
        int count = needed.size() + 1 + (tags.samples() > tags.colours() ? 1 : 0);
        int entry = big ? 20 : 12;
        int head = big ? 16 : 8;
        int padding = all.length() % 2;
        ByteBuffer directory = ByteBuffer.allocate(padding + 8 + count * entry + 8 + 2 * tags.samples())
                .order(all.little() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        directory.position(padding);
        if (big) {
            directory.putLong(count);
        } else {
            directory.putShort((short) count);
        }
        // Behind the last tag that is copied, and before the others: the tags of JPEG's old kind are larger.
        boolean own = false;
        for (Map.Entry<Integer, Entry> one : needed.entrySet()) {
            if (!own && one.getKey() > FORMAT) {
                own(directory, tags, count, entry);
                own = true;
            }
            directory.put(all.part(one.getValue().at, entry).copy());
        }
        if (!own) {
            own(directory, tags, count, entry);
        }
        byte[] start = all.part(0, head).copy();
        ByteBuffer offset = ByteBuffer.wrap(start).order(directory.order());
        long at = all.length() + padding;
        if (big) {
            offset.putLong(8, at);
        } else {
            offset.putInt(4, Math.toIntExact(at));
        }
        return List.of(Bytes.big(start), all.part(head, all.length()), Bytes.big(directory.array()));
    }

    /// Samples beyond the colours, and samples without a sign, which is given to them here.
    private void own(ByteBuffer directory, TiffTags tags, int count, int entry) {
        int extra = tags.samples() - tags.colours();
        if (extra > 0) {
            boolean inline = extra <= (big ? 4 : 2);
            long values = all.length() + all.length() % 2 + (big ? 8 : 2) + (long) count * entry + (big ? 8 : 4);
            long first = tags.alpha() == 0 ? 0 : shifted(2);
            put(directory, EXTRA_SAMPLES, extra, inline ? first : values);
        }
        put(directory, FORMAT, 1, shifted(tags.isFloat() ? 3 : 1));
    }

    /// A number of 16 bits at the front of its place.
    private long shifted(int number) {
        return all.little() ? number : (long) number << (big ? 48 : 16);
    }

    private void put(ByteBuffer directory, int tag, int count, long value) {
        directory.putShort((short) tag).putShort((short) 3);
        if (big) {
            directory.putLong(count).putLong(value);
        } else {
            directory.putInt(count).putInt((int) value);
        }
    }
}
