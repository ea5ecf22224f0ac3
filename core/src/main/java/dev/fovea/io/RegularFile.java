package dev.fovea.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/// Files that have an end. To open a pipe waits until somebody writes into it, and a device may never end.
public final class RegularFile {
    private RegularFile() {}

    /// Goes on if the path, or what a link there leads to, is a file that can be read to its end.
    ///
    /// @throws IOException if there is nothing, a folder, a pipe, a socket or a device
    public static Path require(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        if (!attributes.isRegularFile()) {
            throw new FileSystemException(
                    file.toString(), null, attributes.isDirectory() ? "it is a folder"
                            : "it is a pipe, a socket or a device");
        }
        return file;
    }

    /// Opens such a file for reading.
    ///
    /// @throws IOException if it is none, or cannot be read
    public static FileChannel open(Path file) throws IOException {
        return FileChannel.open(require(file), StandardOpenOption.READ);
    }
}
