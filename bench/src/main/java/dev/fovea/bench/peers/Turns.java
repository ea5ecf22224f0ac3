package dev.fovea.bench.peers;

import java.util.Arrays;
import java.util.function.DoubleSupplier;

/// Two sides' figures, one of each side in each round.
final class Turns {
    private final double[] first;
    private final double[] second;

    Turns(int rounds) {
        first = new double[rounds];
        second = new double[rounds];
    }

    /// A round; the other side begins each time.
    void take(int round, DoubleSupplier ours, DoubleSupplier theirs) {
        boolean before = round % 2 == 0;
        if (before) {
            first[round] = ours.getAsDouble();
        }
        second[round] = theirs.getAsDouble();
        if (!before) {
            first[round] = ours.getAsDouble();
        }
    }

    /// @param unit of figures that are better when larger
    Duel.Figure figure(String what, String unit) {
        double[] ratios = new double[first.length];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = first[i] / second[i];
        }
        return Duel.Figure.of(what, first, second, unit, ratios);
    }

    /// Of each side's best round, which others on the machine disturbed least.
    Duel.Figure best(String what, String unit) {
        double ours = Arrays.stream(first).max().orElseThrow();
        double theirs = Arrays.stream(second).max().orElseThrow();
        return new Duel.Figure(what, ours, theirs, unit, Quartiles.one(ours / theirs));
    }
}
