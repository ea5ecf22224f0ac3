package dev.fovea.bench.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What an engine brings along: its jars, and what it unpacks from them and keeps.
///
/// @param folder beside the folder of this comparison's own jars; null for that folder itself
/// @param jars what the names of its jars begin with; the first has the engine's version. All of the folder if it is
/// its own
/// @param unpackedTo a folder in the user's, in which folders are called as the version or as jars; null if nothing is
/// kept
record Installation(@Nullable String folder, List<String> jars, @Nullable String unpackedTo) {
    /// What every process needs.
    private static final List<String> COMPARISON =
            List.of("fovea-bench", "fovea-lab", "fovea-core", "jackson-core", "jspecify", "slf4j-nop", "slf4j-api");

    static Installation of(String... jars) {
        return new Installation(null, List.of(jars), null);
    }

    /// With a folder of its own.
    ///
    /// @param versioned the jar that has the engine's version
    static Installation in(String folder, String versioned) {
        return new Installation(folder, List.of(versioned), null);
    }

    Installation unpackedTo(String path) {
        return new Installation(folder, jars, path);
    }

    /// What the engine's process is started with.
    List<Path> classPath() {
        List<Path> all = new ArrayList<>();
        COMPARISON.forEach(name -> all.addAll(named(name)));
        own().stream().filter(jar -> !all.contains(jar)).forEach(all::add);
        return all;
    }

    /// Bytes of the engine's jars and of what it has unpacked.
    ///
    /// @throws IllegalStateException if it has not unpacked yet
    long bytes() {
        long bytes = 0;
        for (Path jar : own()) {
            bytes += size(jar);
        }
        return bytes + unpacked();
    }

    private long unpacked() {
        if (unpackedTo == null) {
            return 0;
        }
        Path place = Path.of(System.getProperty("user.home")).resolve(unpackedTo);
        List<String> names = own().stream().map(jar -> jar.getFileName().toString()).toList();
        long bytes = 0;
        for (Path file : Files.isDirectory(place) ? files(place) : List.<Path>of()) {
            String owner = place.relativize(file).getName(0).toString();
            bytes += owner.startsWith(version() + "-") || names.contains(owner) ? size(file) : 0;
        }
        if (bytes == 0) {
            throw new IllegalStateException("nothing is unpacked in " + place + " yet: run the check first");
        }
        return bytes;
    }

    /// What the name of the first jar ends with.
    String version() {
        String name = jars.getFirst();
        return own().stream()
                .map(jar -> jar.getFileName().toString())
                .filter(jar -> jar.startsWith(name + "-"))
                .findFirst()
                .orElseThrow()
                .substring(name.length() + 1)
                .replaceAll("(-linux.*)?\\.jar$", "");
    }

    private List<Path> own() {
        if (folder == null) {
            return jars.stream().flatMap(name -> named(name).stream()).toList();
        }
        Path place = lib().resolveSibling(folder);
        if (!Files.isDirectory(place)) {
            throw new IllegalStateException("there is no " + place + ": build it first, as bench/README.md says");
        }
        return files(place);
    }

    /// The jars of a name and some version.
    private static List<Path> named(String name) {
        List<Path> found = files(lib()).stream()
                .filter(jar -> jar.getFileName().toString().matches(name + "-[0-9].*\\.jar"))
                .toList();
        if (found.isEmpty()) {
            throw new IllegalStateException(
                    "there is no " + name + " in " + lib() + ": build again, see bench/README.md");
        }
        return found;
    }

    /// The folder that this class was loaded from.
    private static Path lib() {
        try {
            Path jar = Path.of(Installation.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            return Objects.requireNonNull(jar.toAbsolutePath().getParent());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
