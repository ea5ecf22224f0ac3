package dev.fovea.app;

import org.jspecify.annotations.Nullable;

/// Checks the numbers that options take.
final class Limits {
    private Limits() {}

    /// @throws CommandException if the number is given and below `least`
    static void atLeast(String option, @Nullable Number given, long least) {
        if (given != null && given.longValue() < least) {
            throw CommandException.misused(option + " must be at least " + least + ": got " + given);
        }
    }
}
