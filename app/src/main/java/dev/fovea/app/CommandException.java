package dev.fovea.app;

/// A command cannot go on; the message is one line for the user.
final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int exitCode;

    private CommandException(String message, int exitCode) {
        super(message);
        this.exitCode = exitCode;
    }

    /// The command was right and could not be carried out.
    static CommandException failed(String message) {
        return new CommandException(message, ExitCode.FAILED);
    }

    /// The command makes no sense.
    static CommandException misused(String message) {
        return new CommandException(message, ExitCode.MISUSED);
    }

    int exitCode() {
        return exitCode;
    }
}
