package dev.fovea.formats.weights;

import dev.fovea.io.FileException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Where the entries of a zip file lie, for archives of `torch.save`, which compresses none: so there is nothing to
/// unpack, and an entry is a stretch of the file. An archive is refused where two entries have one name or share a
/// byte, where a name leads out of its folder, or where the file says two things of one entry.
///
/// @param entries by name
record ZipDirectory(Map<String, Entry> entries) {
    private static final int END = 0x06054b50;
    private static final int END_64 = 0x06064b50;
    private static final int LOCATOR_64 = 0x07064b50;
    private static final int CENTRAL = 0x02014b50;
    private static final int LOCAL = 0x04034b50;
    private static final int END_BYTES = 22;
    private static final int END_64_BYTES = 56;
    private static final int LOCATOR_BYTES = 20;
    private static final int CENTRAL_BYTES = 46;
    private static final int LOCAL_BYTES = 30;
    private static final int LONGEST_COMMENT = 0xffff;
    private static final long IN_64 = 0xffff_ffffL;
    private static final int EXTRA_64 = 1;

    /// Bytes of the directory; it has about 70 for each entry.
    private static final long MOST_BYTES = 1 << 24;

    private static final Pattern OUTSIDE = Pattern.compile("(^|.*[/\\\\])\\.\\.([/\\\\].*|$)|^[/\\\\].*|^[A-Za-z]:.*",
            Pattern.DOTALL);

    /// @param from the file's byte that is its first
    record Entry(String name, long from, long size) {}

    /// What the directory says of an entry.
    private record Claim(String name, long size, long header) {}

    /// The directory itself.
    private record Place(long from, long bytes, long count) {}

    /// @throws FileException without the file's name, if it is no archive as torch.save writes them
    static ZipDirectory read(ByteFile file) {
        Place place = place(file);
        if (place.bytes() < 0 || place.bytes() > MOST_BYTES) {
            throw new FileException("expected an archive's directory of at most " + MOST_BYTES + " bytes, got "
                    + place.bytes());
        }
        ByteBuffer directory = file.read(place.from(), (int) place.bytes());
        Map<String, Entry> entries = new LinkedHashMap<>();
        List<Stretch> stretches = new ArrayList<>();
        stretches.add(new Stretch("the directory", place.from(), file.size()));
        while (directory.hasRemaining()) {
            Claim claim = claim(directory);
            long from = data(file, claim);
            file.requireInside(from, claim.size());
            stretches.add(new Stretch(claim.name(), claim.header(), from + claim.size()));
            if (entries.put(claim.name(), new Entry(claim.name(), from, claim.size())) != null) {
                throw new FileException("expected each name once in the archive, got " + claim.name() + " twice");
            }
        }
        if (entries.size() != place.count()) {
            throw new FileException("expected " + place.count() + " entries in the archive, as its end says, got "
                    + entries.size());
        }
        requireApart(stretches);
        return new ZipDirectory(entries);
    }

    private record Stretch(String name, long from, long to) {}

    private static void requireApart(List<Stretch> stretches) {
        stretches.sort(Comparator.comparingLong(Stretch::from).thenComparingLong(Stretch::to));
        for (int i = 1; i < stretches.size(); i++) {
            Stretch before = stretches.get(i - 1);
            if (stretches.get(i).from() < before.to()) {
                throw new FileException("expected entries that do not overlap in the archive, got "
                        + before.name() + " and " + stretches.get(i).name() + " over the same bytes");
            }
        }
    }

    private static Place place(ByteFile file) {
        if (file.size() < END_BYTES) {
            throw new FileException("expected an archive of at least " + END_BYTES + " bytes, got " + file.size());
        }
        int length = (int) Math.min(file.size(), END_BYTES + LONGEST_COMMENT);
        long from = file.size() - length;
        ByteBuffer tail = file.read(from, length);
        for (int at = length - END_BYTES; at >= 0; at--) {
            boolean end = tail.getInt(at) == END
                    && at + END_BYTES + Short.toUnsignedInt(tail.getShort(at + 20)) == length;
            if (end) {
                Place place = new Place(
                        Integer.toUnsignedLong(tail.getInt(at + 16)), Integer.toUnsignedLong(tail.getInt(at + 12)),
                        Short.toUnsignedLong(tail.getShort(at + 10)));
                return place64(file, from + at, place);
            }
        }
        throw new FileException("expected the directory of an archive at its end, got none: it is cut off");
    }

    /// The wide form, where there is one before the end.
    private static Place place64(ByteFile file, long end, Place narrow) {
        long at = end - LOCATOR_BYTES;
        if (at < 0) {
            return narrow;
        }
        ByteBuffer locator = file.read(at, LOCATOR_BYTES);
        if (locator.getInt(0) != LOCATOR_64) {
            return narrow;
        }
        long wide = locator.getLong(8);
        file.requireInside(wide, END_64_BYTES);
        ByteBuffer end64 = file.read(wide, END_64_BYTES);
        if (end64.getInt(0) != END_64) {
            throw new FileException("expected the end of an archive at byte " + wide + ", got something else");
        }
        Place place = new Place(end64.getLong(48), end64.getLong(40), end64.getLong(32));
        requireSame(narrow.from(), place.from());
        requireSame(narrow.bytes(), place.bytes());
        return place;
    }

    private static void requireSame(long narrow, long wide) {
        if (narrow != IN_64 && narrow != wide) {
            throw new FileException(
                    "expected one place of the archive's directory, got two: " + narrow + " and " + wide);
        }
    }

    private static Claim claim(ByteBuffer directory) {
        ByteBuffer fixed = part(directory, CENTRAL_BYTES);
        if (fixed.getInt(0) != CENTRAL) {
            throw new FileException("expected an entry in the archive's directory, got something else");
        }
        int flags = fixed.getShort(8);
        int method = Short.toUnsignedInt(fixed.getShort(10));
        long packed = Integer.toUnsignedLong(fixed.getInt(20));
        long size = Integer.toUnsignedLong(fixed.getInt(24));
        long header = Integer.toUnsignedLong(fixed.getInt(42));
        String name = name(part(directory, Short.toUnsignedInt(fixed.getShort(28))));
        ByteBuffer extra = part(directory, Short.toUnsignedInt(fixed.getShort(30)));
        part(directory, Short.toUnsignedInt(fixed.getShort(32)));
        Wide wide = new Wide(extra);
        long realSize = wide.or(size);
        long realPacked = wide.or(packed);
        long realHeader = wide.or(header);
        if (method != 0 || (flags & 1) != 0 || realPacked != realSize) {
            throw new FileException("expected entries that are neither compressed nor encrypted, as torch.save writes"
                    + " them, got " + name);
        }
        if (OUTSIDE.matcher(name).matches()) {
            throw new FileException("expected names inside of the archive, got " + name);
        }
        return new Claim(name, realSize, realHeader);
    }

    /// The numbers of an entry that need 64 bits, in their order.
    private record Wide(ByteBuffer numbers) {
        Wide {
            numbers = find(numbers);
        }

        private static ByteBuffer find(ByteBuffer extra) {
            while (extra.remaining() >= 4) {
                int id = Short.toUnsignedInt(extra.getShort());
                ByteBuffer field = part(extra, Short.toUnsignedInt(extra.getShort()));
                if (id == EXTRA_64) {
                    return field;
                }
            }
            return extra.limit(extra.position());
        }

        long or(long narrow) {
            if (narrow != IN_64) {
                return narrow;
            }
            if (numbers.remaining() < Long.BYTES) {
                throw new FileException("expected a number of 64 bits in the archive's directory, got none");
            }
            return numbers.getLong();
        }
    }

    private static String name(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes).toString();
    }

    private static ByteBuffer part(ByteBuffer from, int count) {
        if (from.remaining() < count) {
            throw new FileException("expected " + count + " bytes more of the archive's directory, got "
                    + from.remaining());
        }
        ByteBuffer part = from.slice(from.position(), count).order(from.order());
        from.position(from.position() + count);
        return part;
    }

    /// The file's byte where the content of an entry begins.
    private static long data(ByteFile file, Claim claim) {
        file.requireInside(claim.header(), LOCAL_BYTES);
        ByteBuffer header = file.read(claim.header(), LOCAL_BYTES);
        int nameBytes = Short.toUnsignedInt(header.getShort(26));
        int extraBytes = Short.toUnsignedInt(header.getShort(28));
        boolean local = header.getInt(0) == LOCAL;
        if (!local || !name(file.read(claim.header() + LOCAL_BYTES, nameBytes)).equals(claim.name())) {
            throw new FileException("expected " + claim.name() + " at byte " + claim.header()
                    + ", as the archive's directory says, got something else");
        }
        return claim.header() + LOCAL_BYTES + nameBytes + extraBytes;
    }
}
