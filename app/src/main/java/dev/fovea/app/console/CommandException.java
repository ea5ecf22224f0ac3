package dev.fovea.app.console;

import dev.fovea.data.source.ImageFolder;
import dev.fovea.text.Printable;
import java.util.List;

/// A command cannot go on; the message is one line for the user.
public final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int exitCode;
    private final transient List<ImageFolder.Broken> broken;

    private CommandException(String message, int exitCode, List<ImageFolder.Broken> broken) {
        super(Printable.message(message));
        this.exitCode = exitCode;
        this.broken = List.copyOf(broken);
    }

    /// The command was right and could not be carried out.
    public static CommandException failed(String message) {
        return new CommandException(message, ExitCode.FAILED, List.of());
    }

    /// The command makes no sense.
    public static CommandException misused(String message) {
        return new CommandException(message, ExitCode.MISUSED, List.of());
    }

    /// Pictures cannot be read.
    public static CommandException broken(String message, List<ImageFolder.Broken> broken) {
        return new CommandException(message, ExitCode.FAILED, broken);
    }

    /// Pictures that are to be listed below the message.
    public List<ImageFolder.Broken> broken() {
        return broken;
    }

    public int exitCode() {
        return exitCode;
    }
}
