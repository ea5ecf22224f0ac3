package dev.fovea.bench.peers;

import java.io.IOException;
import picocli.CommandLine;

/// Runs a command whose errors are one line each: 2 is the exit code of wrong usage, 1 of what failed.
public final class OneLine {
    private OneLine() {}

    /// The exit code of the command with these arguments.
    public static int run(Object command, String... arguments) {
        return new CommandLine(command)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((error, _) -> {
                    System.err.println(error.getMessage() + "; --help tells what can be chosen");
                    return 2;
                })
                .setExecutionExceptionHandler((error, line, _) -> {
                    if (error instanceof IOException || error instanceof IllegalStateException) {
                        System.err.println(error.getMessage());
                    } else {
                        System.err.println(line.getColorScheme().stackTraceText(error));
                    }
                    return 1;
                })
                .execute(arguments);
    }
}
