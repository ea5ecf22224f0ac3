package dev.fovea.optim;

import java.util.List;
import java.util.stream.DoubleStream;

/// The learning rate multiplied by a factor when certain shares of the training are done:
/// rate · factor^(number of shares reached). Shorter trainings fall at the same places, in proportion.
///
/// @param rate of the first steps
/// @param factor from above 0 to 1
/// @param shares of all steps, rising, above 0 and below 1
public record Milestones(double rate, double factor, List<Double> shares) implements Schedule {
    public Milestones {
        shares = List.copyOf(shares);
        Settings.positive("Milestones", "rate", rate);
        Settings.factor("Milestones", "factor", factor);
        double last = 0;
        for (double share : shares) {
            if (!(share > last && share < 1)) {
                throw new IllegalArgumentException(
                        "Milestones: shares must rise from above 0 to below 1: got " + shares);
            }
            last = share;
        }
    }

    /// A tenth of the rate after 60 % and again after 80 % of the steps.
    public static Milestones of(double rate) {
        return new Milestones(rate, 0.1, List.of(0.6, 0.8));
    }

    public Milestones factor(double factor) {
        return new Milestones(rate, factor, shares);
    }

    /// Where the rate falls.
    public Milestones at(double... shares) {
        return new Milestones(rate, factor, DoubleStream.of(shares).boxed().toList());
    }

    @Override
    public double rate(Position position) {
        double done = (double) position.step() / position.totalSteps();
        int reached = 0;
        while (reached < shares.size() && done >= shares.get(reached)) {
            reached++;
        }
        return rate * WholePower.of(factor, reached);
    }
}
