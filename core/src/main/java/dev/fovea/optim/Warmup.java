package dev.fovea.optim;

/// Another schedule behind a straight rise from nearly 0: its rate times
/// min(1, (step + 1) / (epochs · stepsPerEpoch)). The other schedule is not delayed.
///
/// Goyal et al., "Accurate, large minibatch SGD: training ImageNet in 1 hour", 2017, section 2.2.
///
/// @param epochs length of the rise; fractions are fine
/// @param then the schedule that follows, and whose rate is scaled meanwhile
public record Warmup(double epochs, Schedule then) implements Schedule {
    public Warmup {
        Settings.positive("Warmup", "epochs", epochs);
    }

    public static Warmup of(double epochs, Schedule then) {
        return new Warmup(epochs, then);
    }

    @Override
    public double rate(Position position) {
        double share = (position.step() + 1) / (epochs * position.stepsPerEpoch());
        return then.rate(position) * Math.min(1, share);
    }
}
