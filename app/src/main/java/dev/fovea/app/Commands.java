package dev.fovea.app;

/// Runs commands by their words.
@FunctionalInterface
interface Commands {
    /// @return the exit code
    int run(String[] words, Console console);
}
