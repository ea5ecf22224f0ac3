package dev.fovea.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/// A file that is replaced as a whole or not at all: written beside its place under a name of its own, synced, renamed,
/// and the folder synced. Whatever happens, the file from before stays until the new one is complete, and of several
/// writers the last one's file stands, whole. Where the name is that of a symbolic link, the link is replaced.
public final class AtomicFile {
    private AtomicFile() {}

    /// Writes the content of a file, front to back or in any order.
    public interface Content {
        void write(FileChannel channel) throws IOException;
    }

    /// Writes a file, and its folder if there is none.
    ///
    /// @throws IOException if it cannot be written; the one from before is unchanged
    public static void write(Path file, Content content) throws IOException {
        try {
            requireReplaceable(file);
            Path folder = folder(file);
            make(folder);
            if (isOfSystem(file)) {
                writeDurably(folder, file, content);
            } else {
                writeElsewhere(folder, file, content);
            }
        } catch (ReadOnlyFileSystemException _) {
            throw new FileSystemException(file.toString(), null, "the file system is for reading only");
        }
    }

    /// The same with bytes that are at hand.
    public static void write(Path file, byte[] bytes) throws IOException {
        write(file, channel -> {
            ByteBuffer left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) {
                channel.write(left);
            }
        });
    }

    private static void writeDurably(Path folder, Path file, Content content) throws IOException {
        PartFile.removeAbandoned(folder);
        try (PartFile part = PartFile.in(folder)) {
            content.write(part.channel());
            part.channel().force(true);
            // Renamed while it is locked: nobody can take it for one that its writer has left behind.
            Files.move(part.path(), file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
        sync(folder);
    }

    /// Into an archive or the like, whose files show their content once they are closed.
    private static void writeElsewhere(Path folder, Path file, Content content) throws IOException {
        Path part = folder.resolve(PartFile.name());
        try {
            try (FileChannel channel =
                    FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                content.write(channel);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /// A pipe or a device would be gone for good.
    private static void requireReplaceable(Path file) throws IOException {
        try {
            if (Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).isOther()) {
                throw new FileSystemException(file.toString(), null, "it is a pipe, a socket or a device");
            }
        } catch (NoSuchFileException expected) {
            return;
        }
    }

    private static Path folder(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        return folder == null ? file.toAbsolutePath() : folder;
    }

    /// Makes a folder and those above it last as the files in it do.
    private static void make(Path folder) throws IOException {
        Path above = folder.getParent();
        if (Files.isDirectory(folder) || above == null) {
            return;
        }
        make(above);
        try {
            Files.createDirectory(folder);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
        if (isOfSystem(folder)) {
            sync(above);
        }
    }

    private static boolean isOfSystem(Path path) {
        return path.getFileSystem() == FileSystems.getDefault();
    }

    /// Makes new names in a folder last. Windows opens no folder and needs no sync of it.
    private static void sync(Path folder) throws IOException {
        if (!System.getProperty("os.name").startsWith("Windows")) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
