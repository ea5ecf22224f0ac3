package dev.fovea.optim;

/// The same learning rate throughout.
///
/// @param rate above 0; a float, as the update uses it
public record Constant(float rate) implements Schedule {
    public Constant {
        Check.positive("Constant", "rate", rate);
    }

    public static Constant of(double rate) {
        return new Constant((float) rate);
    }

    @Override
    public double rate(Position position) {
        return rate;
    }
}
