package dev.fovea.bench.peers;

import java.util.Arrays;
import java.util.function.DoubleSupplier;

/// Two sides' figures, one of each side in each round. Larger ones are better.
final class Rounds {
    private final double[] first;
    private final double[] second;

    Rounds(int count) {
        first = new double[count];
        second = new double[count];
    }

    void take(int round, DoubleSupplier one, DoubleSupplier other) {
        play(round, () -> first[round] = one.getAsDouble(), () -> second[round] = other.getAsDouble());
    }

    /// A round: the sides take turns to begin.
    static void play(int round, Runnable one, Runnable other) {
        if (round % 2 == 0) {
            one.run();
            other.run();
        } else {
            other.run();
            one.run();
        }
    }

    /// The medians, and the ratios of neighbours.
    Duel.Figure figure(String what, String unit) {
        return Duel.Figure.more(what, first, second, unit);
    }

    /// Of each side's best round, which others on the machine disturbed least.
    Duel.Figure best(String what, String unit) {
        double one = Arrays.stream(first).max().orElseThrow();
        double other = Arrays.stream(second).max().orElseThrow();
        return new Duel.Figure(what + ", best rounds", one, other, unit, Quartiles.one(one / other));
    }
}
