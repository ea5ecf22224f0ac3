package dev.fovea.data.source;

import dev.fovea.data.DataException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The folder that holds one data set's files.
///
/// @param title of the data set
/// @param advice where the files come from, for errors
record DataFolder(Path path, String title, String advice) {
    /// Looks in `data/folder`, then in `data` itself, for the first that holds one of `files` (plain or `.gz`).
    static DataFolder find(Path data, String title, String folder, List<String> files, String address) {
        Path inner = data.resolve(folder);
        String wanted = String.join(", ", files) + " (plain or .gz) in " + inner;
        String advice = "get it from " + address;
        if (!Files.exists(data)) {
            throw new MissingDataException(
                    "no data folder " + data + ": expected " + title + ", " + wanted + "; " + advice);
        }
        if (!Files.isDirectory(data)) {
            throw new DataException(data + " is a file: expected the data folder, with " + title + " in " + inner);
        }
        for (Path candidate : List.of(inner, data)) {
            if (files.stream().anyMatch(file -> present(candidate, file))) {
                return new DataFolder(candidate, title, advice);
            }
        }
        throw new MissingDataException("no " + title + " at " + data + ": expected " + wanted + "; " + advice);
    }

    /// A file of the folder; where there is only `file.gz`, that.
    DataFile file(String name) {
        Path plain = path.resolve(name);
        Path packed = path.resolve(name + ".gz");
        if (Files.exists(plain)) {
            return DataFile.of(plain);
        }
        if (Files.exists(packed)) {
            return DataFile.of(packed);
        }
        throw new MissingDataException(title + " is incomplete: no file " + plain + "; " + advice);
    }

    private static boolean present(Path folder, String file) {
        return Files.exists(folder.resolve(file)) || Files.exists(folder.resolve(file + ".gz"));
    }
}
