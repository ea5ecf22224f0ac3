package dev.fovea.optim;

/// Checks of options; a failed one says what was expected and what was received.
final class Settings {
    private Settings() {}

    static void positive(String owner, String option, double value) {
        require(value > 0 && value < Double.POSITIVE_INFINITY, owner, option, "above 0", value);
    }

    static void notNegative(String owner, String option, double value) {
        require(value >= 0 && value < Double.POSITIVE_INFINITY, owner, option, "0 or above", value);
    }

    /// Shares of an old value that is kept: from 0, below 1.
    static void belowOne(String owner, String option, double value) {
        require(value >= 0 && value < 1, owner, option, "from 0 to below 1", value);
    }

    /// Factors that shrink: above 0, at most 1.
    static void factor(String owner, String option, double value) {
        require(value > 0 && value <= 1, owner, option, "above 0 and at most 1", value);
    }

    static void atLeastOne(String owner, String option, double value) {
        require(value >= 1 && value < Double.POSITIVE_INFINITY, owner, option, "at least 1", value);
    }

    private static void require(boolean holds, String owner, String option, String expected, double value) {
        if (!holds) {
            throw new IllegalArgumentException(owner + ": " + option + " must be " + expected + ": got " + value);
        }
    }
}
