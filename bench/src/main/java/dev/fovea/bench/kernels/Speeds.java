package dev.fovea.bench.kernels;

import dev.fovea.bench.peers.Quartiles;
import java.util.Arrays;

/// GFLOP/s of one kernel, or of the peak's probe, round by round.
record Speeds(String name, double[] rounds) {
    double median() {
        return Quartiles.of(rounds).median();
    }

    double best() {
        return Arrays.stream(rounds).max().orElse(0);
    }

    /// How many times faster this one is, by the rounds' ratios.
    Quartiles by(Speeds other) {
        return Quartiles.ofRatios(rounds, other.rounds);
    }
}
