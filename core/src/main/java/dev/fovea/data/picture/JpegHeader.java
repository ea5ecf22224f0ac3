package dev.fovea.data.picture;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import javax.imageio.plugins.jpeg.JPEGHuffmanTable;
import org.jspecify.annotations.Nullable;

/// Goes through the segments of a JPEG up to the first pixels.
final class JpegHeader {
    private static final int FRAME = 0xC0;
    private static final int FRAME_EXTENDED = 0xC1;
    static final int FRAME_IN_PASSES = 0xC2;
    private static final int LAST_FRAME = 0xCF;
    private static final int HUFFMAN_TABLES = 0xC4;
    private static final int RESERVED = 0xC8;
    private static final int ARITHMETIC_TABLES = 0xCC;
    static final int SCAN = 0xDA;
    private static final int QUANTISATION_TABLES = 0xDB;
    private static final int NUMBER_OF_LINES = 0xDC;
    private static final int RESTARTS = 0xDD;
    private static final int APP0 = 0xE0;
    private static final int APP1 = 0xE1;
    private static final int APP2 = 0xE2;
    private static final int APP14 = 0xEE;
    private static final String PROFILE = "ICC_PROFILE\0";

    /// The most pixels of a byte: a bit for a block of 8 × 8.
    private static final long RATIO = 512;

    private static final long MOST_PIXELS = 1L << 29;
    private static final byte[] START = {(byte) 0xFF, (byte) 0xD8};
    private static final byte[] LUMINANCE_AND_CHROMA = {
        (byte) 0xFF, (byte) 0xE0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0
    };
    private static final byte[] AS_STORED = {
        (byte) 0xFF, (byte) 0xEE, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0
    };

    private final Bytes all;
    private final List<Bytes> parts = new ArrayList<>();
    private final TreeMap<Integer, Bytes> profileParts = new TreeMap<>();
    private boolean profileIsFlawed;
    private int profileCount;
    private boolean jfif;
    private int transform = -1;
    private boolean huffman;
    private Orientation orientation = Orientation.UPRIGHT;
    private @Nullable Bytes frame;
    private int frameMarker;
    private int framePart;

    JpegHeader(byte[] file) {
        all = Bytes.big(file);
    }

    JpegFile read() {
        int at = 2;
        while (true) {
            while (all.at(at) != 0xFF) {
                at++;
            }
            while (all.at(at) == 0xFF) {
                at++;
            }
            int marker = all.at(at++);
            if (marker == 0 || marker >= 0xD0 && marker <= 0xD8 || marker == 1) {
                continue;
            } else if (marker == 0xD9) {
                throw PictureException.cutShort();
            }
            int length = all.u16(at);
            if (length < 2) {
                throw PictureException.damaged("JPEG", null);
            }
            if (marker == SCAN) {
                return file(all.part(at - 2L, all.length()));
            }
            segment(marker, all.part(at - 2L, length + 2L));
            at += length;
        }
    }

    /// @param whole with its marker and length
    private void segment(int marker, Bytes whole) {
        Bytes content = whole.part(4, whole.length());
        switch (marker) {
            case APP0 -> jfif |= content.startsWith("JFIF\0");
            case APP1 -> {
                if (content.startsWith("Exif\0\0") && orientation.equals(Orientation.UPRIGHT)) {
                    orientation = Exif.orientation(content);
                }
            }
            case APP2 -> profile(content);
            case APP14 -> transform = content.startsWith("Adobe") && content.length() > 11 ? content.at(11) : transform;
            case HUFFMAN_TABLES, QUANTISATION_TABLES, RESTARTS -> {
                huffman |= marker == HUFFMAN_TABLES;
                parts.add(whole);
            }
            default -> {
                if (isFrame(marker)) {
                    frame = content;
                    frameMarker = marker;
                    framePart = parts.size();
                    parts.add(whole);
                }
            }
        }
    }

    /// Whether a segment says the size.
    static boolean isFrame(int marker) {
        return marker >= FRAME && marker <= LAST_FRAME && marker != HUFFMAN_TABLES && marker != RESERVED
                && marker != ARITHMETIC_TABLES;
    }

    private void profile(Bytes content) {
        if (!content.startsWith(PROFILE) || content.length() < PROFILE.length() + 2) {
            return;
        }
        int count = content.at(PROFILE.length() + 1);
        profileIsFlawed |= profileCount > 0 && profileCount != count;
        profileCount = count;
        Bytes part = content.part(PROFILE.length() + 2, content.length());
        profileIsFlawed |= profileParts.put(content.at(PROFILE.length()), part) != null;
    }

    private @Nullable ColourProfile profile(int components) {
        if (profileParts.isEmpty() || profileIsFlawed || profileParts.size() != profileCount
                || profileParts.firstKey() != 1 || components == 1) {
            return null;
        }
        ByteArrayOutputStream icc = new ByteArrayOutputStream();
        profileParts.values().forEach(part -> icc.writeBytes(part.copy()));
        return components == 4 ? ColourProfile.inks(icc.toByteArray()) : ColourProfile.colour(icc.toByteArray());
    }

    private JpegFile file(Bytes scans) {
        Bytes size = frame;
        if (size == null) {
            throw PictureException.damaged("JPEG", null);
        }
        if (frameMarker > FRAME_IN_PASSES) {
            throw PictureException.unusual(
                    frameMarker == 0xC3 ? "a lossless JPEG" : "a JPEG with arithmetic coding or in layers");
        }
        if (size.at(0) != 8) {
            throw PictureException.unusual("a JPEG of " + size.at(0) + " bits a channel");
        }
        int components = size.at(5);
        if (components != 1 && components != 3 && components != 4) {
            throw PictureException.unusual("a JPEG of " + components + " channels");
        }
        int width = size.u16(3);
        int height = size.u16(1);
        if (height == 0) {
            height = numberOfLines(scans);
            parts.set(framePart, ofHeight(parts.get(framePart), height));
        }
        if ((long) width * height > Math.min(MOST_PIXELS, scans.length() * RATIO + (1 << 16))) {
            throw PictureException.truncated(width, height);
        }
        boolean passes = frameMarker == FRAME_IN_PASSES || scans.at(4) < components;
        if (passes) {
            JpegPasses.require(scans, width, height);
        }
        boolean stored = components == 4 || components == 3 && isStoredAsColours(size);
        boolean alike = !passes && isRepeating(size, components);
        if (alike) {
            parts.set(framePart, numbered(parts.get(framePart), 10, components, 3));
        }
        parts.addFirst(new Bytes(stored ? AS_STORED : LUMINANCE_AND_CHROMA, 0,
                stored ? AS_STORED.length : LUMINANCE_AND_CHROMA.length, false));
        parts.addFirst(new Bytes(START, 0, START.length, false));
        if (!huffman && frameMarker <= FRAME_EXTENDED) {
            parts.add(Bytes.big(standardTables()));
        }
        if (alike) {
            int head = 2 + scans.u16(2);
            parts.add(numbered(scans.part(0, head), 5, components, 2));
            parts.add(scans.part(head, scans.length()));
        } else {
            parts.add(scans);
        }
        return new JpegFile(
                width, height, components, passes ? JpegPasses.coefficients(size, width, height) : 0,
                components == 4 && transform == 2, profile(components), orientation, List.copyOf(parts), 1);
    }

    /// As libjpeg decides: red, green and blue themselves rather than luminance and chroma.
    private boolean isStoredAsColours(Bytes size) {
        if (jfif || transform >= 0) {
            return !jfif && transform == 0;
        }
        return size.at(6) == 'R' && size.at(9) == 'G' && size.at(12) == 'B';
    }

    /// Whether components share a name.
    private static boolean isRepeating(Bytes size, int components) {
        return IntStream.range(0, components).map(i -> size.at(6 + 3 * i)).distinct().count() < components;
    }

    /// A segment whose components are called 1, 2, 3, …: where they share a name, their order says which is which.
    ///
    /// @param first where the first one's name is
    /// @param step from one name to the next
    private static Bytes numbered(Bytes segment, int first, int components, int step) {
        byte[] copy = segment.copy();
        for (int i = 0; i < components; i++) {
            copy[first + i * step] = (byte) (i + 1);
        }
        return Bytes.big(copy);
    }

    private static int numberOfLines(Bytes scans) {
        for (int i = 0; i + 6 <= scans.length(); i++) {
            if (scans.at(i) == 0xFF && scans.at(i + 1) == NUMBER_OF_LINES && scans.u16(i + 2) == 4) {
                return scans.u16(i + 4);
            }
        }
        throw new PictureException(": expected an image of at least 1×1 pixels, got one of no height");
    }

    private static Bytes ofHeight(Bytes frame, int height) {
        byte[] copy = frame.copy();
        copy[5] = (byte) (height >> 8);
        copy[6] = (byte) height;
        return Bytes.big(copy);
    }

    /// The Huffman tables of the standard's annex K, which webcams leave out.
    private static byte[] standardTables() {
        ByteArrayOutputStream tables = new ByteArrayOutputStream();
        JPEGHuffmanTable[] all = {
            JPEGHuffmanTable.StdDCLuminance, JPEGHuffmanTable.StdACLuminance,
            JPEGHuffmanTable.StdDCChrominance, JPEGHuffmanTable.StdACChrominance
        };
        int[] targets = {0x00, 0x10, 0x01, 0x11};
        for (int i = 0; i < all.length; i++) {
            short[] lengths = all[i].getLengths();
            short[] values = all[i].getValues();
            tables.write(0xFF);
            tables.write(HUFFMAN_TABLES);
            tables.write(0);
            tables.write(3 + 16 + values.length);
            tables.write(targets[i]);
            for (int k = 0; k < 16; k++) {
                tables.write(k < lengths.length ? lengths[k] : 0);
            }
            for (short value : values) {
                tables.write(value);
            }
        }
        return tables.toByteArray();
    }
}
