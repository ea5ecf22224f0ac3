package dev.fovea.optim;

/// The learning rate falling by the same share in equal times, without stairs:
/// rate · factor^epochs, where epochs is a fraction within an epoch. For stairs take [StepDecay].
///
/// @param rate at the start
/// @param factor of one epoch, from above 0 to 1
public record Exponential(double rate, double factor) implements Schedule {
    public Exponential {
        Settings.positive("Exponential", "rate", rate);
        Settings.factor("Exponential", "factor", factor);
    }

    /// A twentieth less after each epoch.
    public static Exponential of(double rate) {
        return new Exponential(rate, 0.95);
    }

    public Exponential factor(double factor) {
        return new Exponential(rate, factor);
    }

    @Override
    public double rate(Position position) {
        return rate * StrictMath.exp(position.epoch() * StrictMath.log(factor));
    }
}
