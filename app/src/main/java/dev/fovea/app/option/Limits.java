package dev.fovea.app.option;

import dev.fovea.app.console.CommandException;
import dev.fovea.text.Figures;
import org.jspecify.annotations.Nullable;

/// Checks the numbers that options take.
public final class Limits {
    private Limits() {}

    /// @throws CommandException if the number is given and below `least` or above `most`
    public static void between(String option, @Nullable Number given, long least, long most) {
        atLeast(option, given, least);
        if (given != null && given.longValue() > most) {
            throw CommandException.misused(
                    option + " must be at most " + Figures.count(most) + ": got " + Figures.count(given.longValue()));
        }
    }

    /// @throws CommandException if the number is given and below `least`
    public static void atLeast(String option, @Nullable Number given, long least) {
        if (given != null && given.longValue() < least) {
            throw CommandException.misused(
                    option + " must be at least " + Figures.count(least) + ": got " + Figures.count(given.longValue()));
        }
    }
}
