package dev.fovea.data.source;

import dev.fovea.data.Dataset;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Pictures whose files are equal, byte for byte, where they should not be. Only files of one size are read.
///
/// @param count how many there are
/// @param one the first of them, with its class
/// @param other what it equals, with its class; the same file if it was listed twice
public record EqualPictures(int count, Shown one, Shown other) {
    /// A picture and its class.
    public record Shown(Path file, String label) {
        @Override
        public String toString() {
            return file + " (" + label + ")";
        }
    }

    /// The pictures that are measured and were learned too.
    ///
    /// @param train pictures that train; images without files are passed over
    /// @param test pictures that are measured
    public static Optional<EqualPictures> between(Dataset train, Dataset test) {
        Contents contents = Contents.of(train, test);
        Map<String, Integer> learned = new HashMap<>();
        for (int i = 0; i < train.size(); i++) {
            String content = contents.of(train, i).orElse(null);
            if (content != null) {
                learned.putIfAbsent(content, i);
            }
        }
        EqualPictures found = null;
        for (int i = 0; i < test.size(); i++) {
            String content = contents.of(test, i).orElse(null);
            Integer same = content == null ? null : learned.get(content);
            if (same != null) {
                found = found == null ? new EqualPictures(1, shown(test, i), shown(train, same)) : found.more();
            }
        }
        return Optional.ofNullable(found);
    }

    /// The pictures that are those of an earlier one of another class.
    public static Optional<EqualPictures> ofTwoLabels(Dataset data) {
        Contents contents = Contents.of(data);
        Map<String, Integer> first = new HashMap<>();
        EqualPictures found = null;
        for (int i = 0; i < data.size(); i++) {
            String content = contents.of(data, i).orElse(null);
            Integer before = content == null ? null : first.putIfAbsent(content, i);
            if (before != null && data.label(before) != data.label(i)) {
                found = found == null ? new EqualPictures(1, shown(data, before), shown(data, i)) : found.more();
            }
        }
        return Optional.ofNullable(found);
    }

    private EqualPictures more() {
        return new EqualPictures(count + 1, one, other);
    }

    /// The two that are named.
    public String named() {
        return one + " and " + other;
    }

    private static Shown shown(Dataset data, int index) {
        return new Shown(Objects.requireNonNull(data.file(index)), data.labels().get(data.label(index)));
    }

    /// For each file a text that is another's only if they hold the same bytes.
    private record Contents(Map<Path, String> texts) {
        static Contents of(Dataset... sets) {
            Map<Long, List<Path>> bySize = Stream.of(sets)
                    .flatMap(set -> IntStream.range(0, set.size()).mapToObj(set::file))
                    .flatMap(Stream::ofNullable)
                    .map(Contents::real)
                    .distinct()
                    .collect(Collectors.groupingBy(Contents::size));
            Map<Path, String> texts = new ConcurrentHashMap<>();
            bySize.forEach((size, files) -> files.parallelStream()
                    .forEach(file -> texts.put(file, text(file, size > 0 && files.size() > 1))));
            return new Contents(texts);
        }

        Optional<String> of(Dataset data, int index) {
            return Optional.ofNullable(data.file(index)).map(Contents::real).map(texts::get);
        }

        private static Path real(Path file) {
            return file.toAbsolutePath().normalize();
        }

        private static long size(Path file) {
            try {
                return Files.isRegularFile(file) ? Files.size(file) : -1;
            } catch (IOException _) {
                return -1;
            }
        }

        /// The file's own path where no other is as long, or where it cannot be read.
        private static String text(Path file, boolean shared) {
            try {
                return shared ? digest(file) : file.toString();
            } catch (IOException _) {
                return file.toString();
            }
        }

        private static String digest(Path file) throws IOException {
            try (InputStream in = Files.newInputStream(file)) {
                MessageDigest digest = MessageDigest.getInstance("SHA-256");
                byte[] bytes = new byte[1 << 14];
                for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                    digest.update(bytes, 0, read);
                }
                return HexFormat.of().formatHex(digest.digest());
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java has SHA-256", e);
            }
        }
    }
}
