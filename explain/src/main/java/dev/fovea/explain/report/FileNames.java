package dev.fovea.explain.report;

import dev.fovea.data.Dataset;
import java.io.File;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What a report calls images that lie in files: their paths from the folder that holds them all, so that a page says
/// nothing of the machine that it was made on.
///
/// @param folder null where there are no files, or no folder holds them all
public record FileNames(Dataset images, @Nullable Path folder) {
    public static FileNames of(Dataset images) {
        Path folder = null;
        boolean found = false;
        for (int i = 0; i < images.size(); i++) {
            Path file = images.file(i);
            if (file != null) {
                Path parent = absolute(file).getParent();
                folder = found ? common(folder, parent) : parent;
                found = true;
            }
        }
        return new FileNames(images, folder);
    }

    private static Path absolute(Path file) {
        return file.toAbsolutePath().normalize();
    }

    /// The nearest folder that holds both; null where they have no root in common.
    private static @Nullable Path common(@Nullable Path one, @Nullable Path other) {
        Path folder = one;
        while (folder != null && other != null && !other.startsWith(folder)) {
            folder = folder.getParent();
        }
        return other == null ? null : folder;
    }

    /// The path of image `index` with slashes, such as `cats/1.png`; null where it has no file.
    public @Nullable String path(int index) {
        Path file = images.file(index);
        if (file == null) {
            return null;
        }
        Path shown = folder == null ? file.getFileName() : folder.relativize(absolute(file));
        return String.valueOf(shown).replace(File.separatorChar, '/');
    }

    /// The name of the file of image `index` in few letters: without its ending, and with `…` for its middle if need
    /// be; null where it has no file.
    @Nullable String shortName(int index, int letters) {
        Path file = images.file(index);
        String name = file == null ? null : String.valueOf(file.getFileName());
        if (name == null || name.length() <= letters) {
            return name;
        }
        int dot = name.lastIndexOf('.');
        String stem = dot > 0 ? name.substring(0, dot) : name;
        if (stem.length() <= letters) {
            return stem;
        }
        // Names that cameras give differ at their end.
        int head = (letters - 1) / 3;
        return stem.substring(0, head) + "…" + stem.substring(stem.length() - (letters - 1 - head));
    }
}
