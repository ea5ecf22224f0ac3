package dev.fovea.optim;

/// The learning rate along half a cosine, from `rate` at the first step to `last` after the last:
/// last + (rate − last) · (1 + cos(π · step / totalSteps)) / 2.
///
/// Loshchilov and Hutter, "SGDR: Stochastic gradient descent with warm restarts", 2017, without restarts.
///
/// @param rate at the start
/// @param last at the end, from 0 to the rate
public record Cosine(double rate, double last) implements Schedule {
    public Cosine {
        Settings.positive("Cosine", "rate", rate);
        Settings.notNegative("Cosine", "last", last);
        if (last > rate) {
            throw new IllegalArgumentException(
                    "Cosine: last must not be above the rate " + rate + ": got " + last);
        }
    }

    /// Down to 0.
    public static Cosine of(double rate) {
        return new Cosine(rate, 0);
    }

    public Cosine last(double last) {
        return new Cosine(rate, last);
    }

    @Override
    public double rate(Position position) {
        double done = Math.min(1, (double) position.step() / position.totalSteps());
        return between(rate, last, done);
    }

    /// From `start` to `end` along half a cosine, `done` from 0 to 1.
    static double between(double start, double end, double done) {
        return end + (start - end) * (1 + StrictMath.cos(StrictMath.PI * done)) / 2;
    }
}
