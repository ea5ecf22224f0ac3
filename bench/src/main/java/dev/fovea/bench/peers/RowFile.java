package dev.fovea.bench.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The file that rows of figures are added to, each as soon as it is known; null where none is asked for.
///
/// @param file such as BENCHMARKS.md, which ends with their table
public record RowFile(@Nullable Path file) {
    /// That it can be written, before anything is measured for it.
    ///
    /// @throws IOException one line, if not
    public void requireWritable() throws IOException {
        if (file == null) {
            return;
        }
        Path folder = file.toAbsolutePath().getParent();
        boolean possible = Files.exists(file)
                ? Files.isRegularFile(file) && Files.isWritable(file)
                : folder != null && Files.isDirectory(folder) && Files.isWritable(folder);
        if (!possible) {
            throw new IOException("--append takes a file that can be written: got " + file);
        }
    }

    /// Adds a row.
    public void add(String row) throws IOException {
        if (file != null) {
            Files.write(file, List.of(row), StandardOpenOption.APPEND, StandardOpenOption.CREATE);
        }
    }
}
