package dev.fovea.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/// What every target holds refusals to: a type that says what was wrong, and one line.
public final class Refusals {
    private static final int LONGEST = 2_000;
    private static final Path FOLDER = folder();

    private Refusals() {}

    /// Reads something that may be refused.
    public interface Reading {
        void run() throws IOException;
    }

    /// Reads something from a file.
    public interface FileReading {
        void run(Path file) throws IOException;
    }

    /// Fails where `reading` throws anything but `typed`, or where its message is not one line that can be shown.
    public static void check(Class<? extends RuntimeException> typed, Reading reading) throws IOException {
        try {
            reading.run();
        } catch (RuntimeException e) {
            if (!typed.isInstance(e)) {
                throw e;
            }
            String line = String.valueOf(e.getMessage());
            if (line.isBlank() || line.length() > LONGEST || line.chars().anyMatch(Character::isISOControl)) {
                throw new AssertionError("expected one line without control characters: got " + line, e);
            }
        }
    }

    /// The same for what a file of these bytes holds.
    public static void check(Class<? extends RuntimeException> typed, byte[] bytes, String suffix, FileReading reading)
            throws IOException {
        Path file = FOLDER.resolve("input" + suffix);
        Files.write(file, bytes);
        check(typed, () -> reading.run(file));
    }

    /// An empty folder of this process, for files that every run of a target overwrites: making and deleting one each
    /// time would take longer than reading it.
    public static Path folder() {
        try {
            Path folder = Files.createTempDirectory("fuzz");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(folder)));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void remove(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
