package dev.fovea.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// A file on its way, under a name that nobody else has. While its writer lives it is locked; the lock is the operating
/// system's and ends with the process, however that ends. One that can be locked was left behind.
///
/// @param channel for writing
record PartFile(Path path, FileChannel channel) implements AutoCloseable {
    /// A writer and a file of its; that of this JVM is drawn when the class is loaded.
    private static final String PREFIX = ".fovea-";

    private static final String SUFFIX = ".part";
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String OWN = PREFIX + drawn() + "-";
    private static final Pattern NAME = Pattern.compile("\\.fovea-[0-9a-f]{16}-[0-9a-f]{16}\\.part");

    private static String drawn() {
        return HexFormat.of().toHexDigits(RANDOM.nextLong());
    }

    /// A name that is free.
    static String name() {
        return OWN + drawn() + SUFFIX;
    }

    /// Makes a file where there is nothing, not even a link.
    static PartFile in(Path folder) throws IOException {
        while (true) {
            Path path = folder.resolve(name());
            FileChannel channel;
            try {
                channel = FileChannel.open(
                        path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
            } catch (FileAlreadyExistsException taken) {
                continue;
            }
            PartFile part = new PartFile(path, channel);
            // Another process may take it for abandoned in the moment before it is locked.
            if (part.isOurs()) {
                return part;
            }
            part.close();
        }
    }

    private boolean isOurs() {
        try {
            return channel.tryLock() != null && Files.exists(path, LinkOption.NOFOLLOW_LINKS);
        } catch (OverlappingFileLockException _) {
            return false;
        } catch (IOException unlockable) {
            // A file system without locks: what is left behind there stays.
            return true;
        }
    }

    /// Deletes what writers left behind in a folder that were killed. What cannot be deleted stays: it is in nobody's
    /// way.
    static void removeAbandoned(Path folder) {
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, PREFIX + "*" + SUFFIX)) {
            for (Path part : parts) {
                String name = String.valueOf(part.getFileName());
                if (NAME.matcher(name).matches() && !name.startsWith(OWN)
                        && Files.isRegularFile(part, LinkOption.NOFOLLOW_LINKS)) {
                    removeIfAbandoned(part);
                }
            }
        } catch (IOException | DirectoryIteratorException _) {
            return;
        }
    }

    private static void removeIfAbandoned(Path part) {
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
                FileLock lock = channel.tryLock()) {
            if (lock != null) {
                Files.deleteIfExists(part);
            }
        } catch (IOException | OverlappingFileLockException _) {
            return;
        }
    }

    /// Closes the file and deletes it, unless it has got another name.
    @Override
    public void close() throws IOException {
        try (channel) {
            Files.deleteIfExists(path);
        }
    }
}
