package dev.fovea.app.option;

import dev.fovea.app.console.CommandException;
import dev.fovea.io.AtomicFile;
import dev.fovea.io.FileProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The folder that an option names.
public final class OutFolder {
    private OutFolder() {}

    /// Writes files by their paths within the folder, which is made if it is not there.
    ///
    /// @return where they lie
    /// @throws CommandException one line, if one cannot be written
    public static List<Path> write(Path folder, Map<String, byte[]> files) {
        return write(folder, files, "--out");
    }

    /// @param option what named the folder
    static List<Path> write(Path folder, Map<String, byte[]> files, String option) {
        List<Path> written = new ArrayList<>();
        try {
            Files.createDirectories(folder);
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                Path path = folder.resolve(file.getKey());
                Files.createDirectories(path.getParent());
                AtomicFile.write(path, file.getValue());
                written.add(path);
            }
        } catch (IOException e) {
            throw CommandException.failed(
                    "cannot write into " + folder + ": " + FileProblem.reason(e) + "; choose another " + option);
        }
        return written;
    }
}
