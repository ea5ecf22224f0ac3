package dev.fovea.backend.cpu;

/// Measures what a core can do at most: multiply-adds on registers alone, in at least 24 chains that do
/// not wait for one another.
public interface PeakProbe {
    /// Floating-point operations of [#run].
    long flops(int steps);

    /// Runs `steps` steps; the result only keeps the work alive.
    float run(int steps);
}
