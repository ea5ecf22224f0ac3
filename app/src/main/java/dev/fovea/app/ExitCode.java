package dev.fovea.app;

/// What a command tells the shell.
final class ExitCode {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int MISUSED = 2;
    /// 128 and the number of the signal that Ctrl-C sends.
    static final int INTERRUPTED = 130;

    private ExitCode() {}
}
