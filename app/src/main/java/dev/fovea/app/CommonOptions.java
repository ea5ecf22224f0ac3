package dev.fovea.app;

import picocli.CommandLine.Option;

/// What every command takes.
final class CommonOptions {
    @Option(
            names = "--json",
            description = "Print one JSON object on one line; all else goes to standard error.")
    boolean json;

    @Option(names = Console.DEBUG, description = "Print the stack trace of an error.")
    boolean debug;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;
}
