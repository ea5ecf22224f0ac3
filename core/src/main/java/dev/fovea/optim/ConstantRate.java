package dev.fovea.optim;

/// The same learning rate throughout.
///
/// @param rate above 0; a float, as the update uses it
public record ConstantRate(float rate) implements Schedule {
    public ConstantRate {
        Settings.positive("Constant", "rate", rate);
    }

    public static ConstantRate of(double rate) {
        return new ConstantRate((float) rate);
    }

    @Override
    public double rate(Position position) {
        return rate;
    }
}
