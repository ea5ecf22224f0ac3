package dev.fovea.data.source;

import dev.fovea.data.DataException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/// Reads the ustar format as far as published data sets need it: plain files by name. Names in the
/// archive never become paths; only files that the caller names are written.
final class Tar {
    private static final int BLOCK = 512;
    private static final long MOST_BYTES = 1L << 28;

    private record Entry(String name, long size, char type) {
        boolean isFile() {
            return type == '0' || type == 0;
        }
    }

    private Tar() {}

    /// Writes the wanted files of `folder/` of a `.tar.gz` into a directory and skips all others.
    ///
    /// @param archive what errors call the archive
    /// @throws DataException if the archive is damaged or lacks a file
    /// @throws IOException if a file cannot be written
    static void unpack(InputStream packed, String archive, String folder, List<String> wanted, Path into)
            throws IOException {
        List<String> missing = new ArrayList<>(wanted);
        try (InputStream in = new GZIPInputStream(packed, 1 << 16)) {
            for (byte[] header = header(in); header != null; header = header(in)) {
                Entry entry = entry(header, archive);
                String file = entry.name.startsWith(folder + "/") ? entry.name.substring(folder.length() + 1) : "";
                if (entry.isFile() && missing.remove(file)) {
                    copy(in, entry, archive, into.resolve(file));
                } else {
                    in.skipNBytes(entry.size);
                }
                in.skipNBytes((BLOCK - entry.size % BLOCK) % BLOCK);
            }
        } catch (ZipException | EOFException e) {
            throw new DataException(archive + ": damaged archive (" + e.getMessage() + "); fetch it again", e);
        }
        if (!missing.isEmpty()) {
            throw new DataException(archive + ": expected " + folder + "/" + missing.getFirst()
                    + " in the archive, got none; fetch it again");
        }
    }

    /// The next header; none after the last entry, which a block of zeros follows.
    private static byte @Nullable [] header(InputStream in) throws IOException {
        byte[] header = in.readNBytes(BLOCK);
        if (header.length == 0 || Arrays.equals(header, new byte[BLOCK])) {
            return null;
        }
        if (header.length < BLOCK) {
            throw new EOFException("truncated header");
        }
        return header;
    }

    private static Entry entry(byte[] header, String archive) {
        long sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= 148 && i < 156 ? ' ' : header[i] & 0xFF;
        }
        if (sum != octal(header, 148, 8, archive)) {
            throw new DataException(archive + ": damaged archive (wrong header checksum); fetch it again");
        }
        boolean ustar = text(header, 257, 5).equals("ustar");
        String prefix = ustar ? text(header, 345, 155) : "";
        String name = text(header, 0, 100);
        return new Entry(
                prefix.isEmpty() ? name : prefix + "/" + name, octal(header, 124, 12, archive), (char) header[156]);
    }

    private static void copy(InputStream in, Entry entry, String archive, Path to) throws IOException {
        if (entry.size > MOST_BYTES) {
            throw new DataException(archive + ": " + entry.name + " claims " + entry.size
                    + " bytes, far more than it has; fetch the archive again");
        }
        try (OutputStream out = Files.newOutputStream(to)) {
            byte[] block = new byte[1 << 16];
            for (long left = entry.size; left > 0; ) {
                int count = in.read(block, 0, (int) Math.min(block.length, left));
                if (count < 0) {
                    throw new EOFException("truncated in " + entry.name);
                }
                out.write(block, 0, count);
                left -= count;
            }
        }
    }

    private static long octal(byte[] header, int from, int length, String archive) {
        String digits = text(header, from, length).strip();
        if (!digits.matches("[0-7]{1,11}")) {
            throw new DataException(
                    archive + ": damaged archive (expected an octal number, got '" + digits + "'); fetch it again");
        }
        return Long.parseLong(digits, 8);
    }

    private static String text(byte[] header, int from, int length) {
        int end = from;
        while (end < from + length && header[end] != 0) {
            end++;
        }
        return new String(header, from, end - from, StandardCharsets.ISO_8859_1);
    }
}
