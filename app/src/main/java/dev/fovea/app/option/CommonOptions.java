package dev.fovea.app.option;

import dev.fovea.app.console.Console;
import picocli.CommandLine.Option;

/// What every command takes.
public final class CommonOptions {
    @Option(
            names = "--json",
            description = "Print one JSON object on one line; all else goes to standard error.")
    public boolean json;

    @Option(names = Console.DEBUG, description = "Print the stack trace of an error.")
    public boolean debug;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;
}
