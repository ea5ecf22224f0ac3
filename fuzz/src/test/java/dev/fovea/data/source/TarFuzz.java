package dev.fovea.data.source;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.fovea.data.DataException;
import dev.fovea.fuzz.Refusals;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.params.provider.MethodSource;

/// Archives of published data sets: nothing but the wanted files is written, wherever names point.
class TarFuzz {
    private static final Path OUTSIDE = Refusals.folder();

    @MethodSource("seeds")
    @FuzzTest
    void unpacks(byte[] archive) throws IOException {
        byte[] packed = packed(archive);
        Path folder = Files.createDirectories(OUTSIDE.resolve("inside"));
        Refusals.check(DataException.class, () ->
                Tar.unpack(new ByteArrayInputStream(packed), "archive", "set", List.of("a.bin"), folder));
        Files.deleteIfExists(folder.resolve("a.bin"));
        requireOnly(OUTSIDE, List.of(folder));
        requireOnly(folder, List.of());
    }

    private static void requireOnly(Path folder, List<Path> wanted) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found = files.toList();
            if (!found.equals(wanted)) {
                throw new AssertionError("expected nothing in " + folder + " but " + wanted + ": got " + found);
            }
        }
    }

    static Stream<byte[]> seeds() {
        return Stream.of(entry("set/a.bin", "abc"), entry("../a.bin", "abc"));
    }

    static byte[] packed(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    /// One file as ustar writes it, and the end of the archive.
    private static byte[] entry(String name, String content) {
        byte[] bytes = new byte[4 * 512];
        put(bytes, 0, name);
        put(bytes, 124, String.format("%011o", content.length()));
        bytes[156] = '0';
        put(bytes, 257, "ustar");
        put(bytes, 148, "        ");
        int sum = 0;
        for (int i = 0; i < 512; i++) {
            sum += bytes[i];
        }
        put(bytes, 148, String.format("%06o\0 ", sum));
        put(bytes, 512, content);
        return bytes;
    }

    private static void put(byte[] bytes, int at, String text) {
        byte[] letters = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(letters, 0, bytes, at, letters.length);
    }
}
