package dev.fovea.app.console;

/// Runs commands by their words.
@FunctionalInterface
public interface Commands {
    /// @return the exit code
    int run(String[] words, Console console);
}
