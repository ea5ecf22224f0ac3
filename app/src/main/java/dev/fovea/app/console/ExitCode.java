package dev.fovea.app.console;

/// What a command tells the shell.
public final class ExitCode {
    public static final int DONE = 0;
    public static final int FAILED = 1;
    public static final int MISUSED = 2;
    /// 128 and the number of the signal that Ctrl-C sends.
    public static final int INTERRUPTED = 130;

    private ExitCode() {}
}
