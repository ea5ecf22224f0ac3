package dev.fovea.optim;

/// The learning rate multiplied by a factor each time some epochs are done:
/// rate · factor^⌊epochs / every⌋.
///
/// @param rate of the first epochs
/// @param every whole epochs between two changes
/// @param factor from above 0 to 1
public record StepDecay(double rate, int every, double factor) implements Schedule {
    public StepDecay {
        Settings.positive("Step", "rate", rate);
        Settings.positive("Step", "every", every);
        Settings.factor("Step", "factor", factor);
    }

    /// A tenth of the rate after each 30 epochs.
    public static StepDecay of(double rate) {
        return new StepDecay(rate, 30, 0.1);
    }

    public StepDecay every(int epochs) {
        return new StepDecay(rate, epochs, factor);
    }

    public StepDecay factor(double factor) {
        return new StepDecay(rate, every, factor);
    }

    @Override
    public double rate(Position position) {
        return rate * WholePower.of(factor, position.wholeEpochs() / every);
    }
}
