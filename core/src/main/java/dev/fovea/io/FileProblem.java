package dev.fovea.io;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Locale;

/// What to tell people of a file that cannot be read or written.
public final class FileProblem {
    private static final List<String> FULL = List.of("no space left", "quota", "not enough space", "disk full");

    private FileProblem() {}

    /// What went wrong, in words without the file's name.
    public static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "no such file or folder";
            case AccessDeniedException _ -> "no permission";
            case FileAlreadyExistsException exists -> exists.getFile() + " is not a folder";
            case ClosedByInterruptException _ -> "the thread was interrupted";
            case FileSystemException system when system.getReason() != null -> system.getReason();
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
    }

    /// What to do about a file that could not be written.
    public static String advice(IOException e) {
        String reason = reason(e).toLowerCase(Locale.ROOT);
        if (e instanceof ClosedByInterruptException) {
            return "write from a thread that is not interrupted (Thread.interrupted() takes the interrupt back)";
        }
        if (FULL.stream().anyMatch(reason::contains)) {
            return "free space or choose another folder";
        }
        return reason.contains("name too long") ? "choose a shorter name" : "choose another folder";
    }
}
