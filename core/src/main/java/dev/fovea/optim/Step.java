package dev.fovea.optim;

/// The learning rate multiplied by a factor each time some epochs are done:
/// rate · factor^⌊epochs / every⌋.
///
/// @param rate of the first epochs
/// @param every whole epochs between two changes
/// @param factor from above 0 to 1
public record Step(double rate, int every, double factor) implements Schedule {
    public Step {
        Check.positive("Step", "rate", rate);
        Check.positive("Step", "every", every);
        Check.factor("Step", "factor", factor);
    }

    /// A tenth of the rate after each 30 epochs.
    public static Step of(double rate) {
        return new Step(rate, 30, 0.1);
    }

    public Step every(int epochs) {
        return new Step(rate, epochs, factor);
    }

    public Step factor(double factor) {
        return new Step(rate, every, factor);
    }

    @Override
    public double rate(Position position) {
        return rate * Power.of(factor, position.wholeEpochs() / every);
    }
}
