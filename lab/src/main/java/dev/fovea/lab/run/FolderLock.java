package dev.fovea.lab.run;

import dev.fovea.io.FileProblem;
import dev.fovea.io.RegularFile;
import dev.fovea.lab.run.RunException.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// A folder for one writer at a time. The lock is the operating system's on the file `.lock` and ends with the process,
/// however that ends; the file stays, and by itself means nothing. To delete it would let two writers lock two files of
/// that name.
public final class FolderLock implements AutoCloseable {
    private static final String FILE = ".lock";

    private @Nullable FileChannel channel;

    /// Takes the lock of a folder, which is made if need be.
    ///
    /// @param refusal what to say where another writer holds it
    /// @throws RunException if another writer holds it, or the folder cannot be locked
    public void take(Path folder, String refusal) {
        if (!lock(folder, false)) {
            throw new RunException(Problem.BUSY, refusal);
        }
    }

    /// The same, as soon as other processes have given it back.
    public void await(Path folder, String refusal) {
        if (!lock(folder, true)) {
            throw new RunException(Problem.BUSY, refusal);
        }
    }

    private boolean lock(Path folder, boolean wait) {
        close();
        try {
            Files.createDirectories(folder);
            Path file = folder.resolve(FILE);
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                RegularFile.require(file);
            }
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
            FileLock lock = wait ? channel.lock() : channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        } catch (IOException e) {
            throw new RunException(
                    Problem.CLOSED, "cannot lock " + folder + ": " + FileProblem.reason(e) + "; choose another folder",
                    e);
        }
    }

    @Override
    public void close() {
        FileChannel held = channel;
        channel = null;
        try {
            if (held != null) {
                held.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
