package dev.fovea.data.source;

import dev.fovea.data.ClassNames;
import dev.fovea.data.DataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/// Lists a folder with one folder a class; folders in a class's folder belong to it.
final class ClassFolders {
    /// Endings of pictures; some are of kinds that cannot be read, which then is said of the file.
    private static final Set<String> PICTURES = Set.of(
            "jpg", "jpeg", "jpe", "jfif", "png", "apng", "webp", "gif", "bmp", "dib", "tif", "tiff", "pbm", "pgm",
            "ppm",
            "pnm", "pam", "wbmp", "heic", "heif", "avif", "jxl");

    /// Folders that are parts of a data set rather than classes.
    private static final Set<String> PARTS =
            Set.of("train", "training", "test", "testing", "val", "valid", "validation");
    private static final int MOST_NAMED = 5;

    private ClassFolders() {}

    static ImageFolder list(Path folder) {
        List<String> labels = new ArrayList<>();
        List<ImageFolder.Picture> pictures = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        List<String> others = new ArrayList<>();
        List<String> empty = new ArrayList<>();
        int unclassed = 0;
        for (Path entry : entries(folder)) {
            if (Files.isDirectory(entry)) {
                List<Path> own = pictures(entry, others);
                if (own.isEmpty()) {
                    empty.add(name(entry));
                } else {
                    own.forEach(file -> pictures.add(new ImageFolder.Picture(file, labels.size())));
                    labels.add(ClassNames.composed(name(entry)));
                }
            } else if (isPicture(entry)) {
                unclassed++;
            } else {
                others.add(name(entry));
            }
        }
        refuseParts(folder, labels);
        if (unclassed > 0) {
            notes.add(unclassed + " beside the class folders, which have no class");
        }
        if (!empty.isEmpty()) {
            notes.add("folders without pictures: " + names(empty));
        }
        if (!others.isEmpty()) {
            notes.add("files that are no pictures: " + names(others));
        }
        return new ImageFolder(folder, labels, pictures, notes);
    }

    private static void refuseParts(Path folder, List<String> labels) {
        if (labels.size() > 1 && labels.stream().allMatch(label -> PARTS.contains(label.toLowerCase(Locale.ROOT)))) {
            throw new DataException(folder + ": expected one folder a class, got the parts of a data set: "
                    + String.join(", ", labels) + "; name " + folder.resolve(labels.get(labels.size() - 1))
                    + " or another part itself");
        }
    }

    /// What a folder holds, sorted, without what is hidden.
    private static List<Path> entries(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> !isHidden(entry))
                    .sorted(Comparator.comparing(entry -> ClassNames.composed(name(entry))))
                    .toList();
        } catch (IOException e) {
            throw new DataException("cannot list " + folder + ": " + e, e);
        }
    }

    /// How many folders lie in a folder; 0 if it is none.
    static int folders(Path folder) {
        return Files.isDirectory(folder)
                ? (int) entries(folder).stream().filter(Files::isDirectory).count()
                : 0;
    }

    /// A file and its path from the class's folder, with slashes.
    private record Found(Path file, String path) {}

    private static List<Path> pictures(Path folder, List<String> others) {
        List<Found> found = new ArrayList<>();
        try (Stream<Path> files = Files.find(
                folder, Integer.MAX_VALUE, (_, attributes) -> attributes.isRegularFile(),
                FileVisitOption.FOLLOW_LINKS)) {
            files.filter(file -> !isHiddenBelow(folder, file))
                    .filter(file -> isPicture(file) || !others.add(name(file)))
                    .forEach(file -> found.add(new Found(file, folder.relativize(file).toString().replace('\\', '/'))));
        } catch (IOException | UncheckedIOException e) {
            IOException cause = e instanceof UncheckedIOException unchecked ? unchecked.getCause() : (IOException) e;
            if (cause instanceof FileSystemLoopException loop) {
                throw new DataException(
                        "cannot list " + folder + ": the link " + loop.getFile() + " leads in a circle; remove it", e);
            }
            throw new DataException("cannot list " + folder + ": " + cause, e);
        }
        found.sort(Comparator.comparing(Found::path));
        return found.stream().map(Found::file).toList();
    }

    private static boolean isHiddenBelow(Path folder, Path file) {
        for (Path part : folder.relativize(file)) {
            if (isHidden(part)) {
                return true;
            }
        }
        return false;
    }

    /// What systems put into folders unasked: `.DS_Store`, `Thumbs.db`, `__MACOSX`.
    private static boolean isHidden(Path entry) {
        String name = name(entry);
        return name.length() > 1 && name.startsWith(".") || name.startsWith("__MACOSX")
                || name.equalsIgnoreCase("Thumbs.db") || name.equalsIgnoreCase("desktop.ini");
    }

    static boolean isPicture(Path file) {
        String name = name(file);
        return PICTURES.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    }

    private static String names(List<String> names) {
        String first = String.join(", ", names.subList(0, Math.min(MOST_NAMED, names.size())));
        return names.size() > MOST_NAMED ? first + " and " + (names.size() - MOST_NAMED) + " more" : first;
    }

    private static String name(Path path) {
        Path name = path.getFileName();
        return name == null ? "" : name.toString();
    }
}
