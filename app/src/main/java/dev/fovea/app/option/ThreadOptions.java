package dev.fovea.app.option;

import dev.fovea.app.console.CommandException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How many threads compute.
public final class ThreadOptions {
    private static final int MOST = 1024;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads that share the work; else one for each processor. The result is the same.")
    public @Nullable Integer threads;

    public int count() {
        if (threads != null && (threads < 1 || threads > MOST)) {
            throw CommandException.misused("--threads must be from 1 to " + MOST + ": got " + threads);
        }
        return threads == null ? Runtime.getRuntime().availableProcessors() : threads;
    }
}
