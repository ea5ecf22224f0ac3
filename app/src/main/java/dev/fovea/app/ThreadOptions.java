package dev.fovea.app;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How many threads compute.
final class ThreadOptions {
    private static final int MOST = 1024;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads that share the work; else one for each processor. The result is the same.")
    @Nullable Integer threads;

    int count() {
        if (threads != null && (threads < 1 || threads > MOST)) {
            throw CommandException.misused("--threads must be from 1 to " + MOST + ": got " + threads);
        }
        return threads == null ? Runtime.getRuntime().availableProcessors() : threads;
    }
}
