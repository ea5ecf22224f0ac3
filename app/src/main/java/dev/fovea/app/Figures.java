package dev.fovea.app;

import dev.fovea.metric.Score;
import java.util.Locale;

/// Numbers as people read them.
final class Figures {
    private Figures() {}

    static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /// `1 thread`, `2 threads`, `1,000 steps`.
    static String counted(long count, String what) {
        return count(count) + " " + what + (count == 1 ? "" : "s");
    }

    /// `12 MB`, `1.2 MB`, or `95 KB` below a tenth of a megabyte; a megabyte is 10⁶ bytes.
    static String megabytes(long bytes) {
        if (bytes < 100_000) {
            return String.format(Locale.ROOT, "%,.0f KB", bytes / 1e3);
        }
        return bytes >= 10_000_000
                ? String.format(Locale.ROOT, "%,.0f MB", bytes / 1e6)
                : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }

    /// `97.8 % (352 of 360), loss 0.0812`.
    static String score(Score score) {
        return String.format(
                Locale.ROOT, "%.2f %% (%,d of %,d), loss %.4f", 100 * score.accuracy(), score.correct(), score.count(),
                score.loss());
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }

    /// `4.2 s`, or `3:07` from a minute on.
    static String seconds(double seconds) {
        return seconds < 60
                ? String.format(Locale.ROOT, "%.1f s", seconds)
                : String.format(Locale.ROOT, "%d:%02d min", (long) seconds / 60, (long) seconds % 60);
    }
}
