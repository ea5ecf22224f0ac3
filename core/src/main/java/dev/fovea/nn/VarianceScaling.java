package dev.fovea.nn;

import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import java.util.Locale;

/// Variance scale / fan, so that signals keep their size from layer to layer: the initialisers of Glorot, He
/// and LeCun. Uniform values reach to √(3 · variance).
public record VarianceScaling(float scale, Mode mode, Distribution distribution) implements Initializer {
    /// Which fan divides the variance.
    public enum Mode {
        FAN_IN,
        FAN_AVERAGE
    }

    /// The form of the distribution.
    public enum Distribution {
        UNIFORM,
        NORMAL
    }

    static final VarianceScaling GLOROT_UNIFORM = new VarianceScaling(1, Mode.FAN_AVERAGE, Distribution.UNIFORM);

    public VarianceScaling {
        if (!(scale > 0)) {
            throw new IllegalArgumentException("scale must be above 0: got " + scale);
        }
    }

    /// The inputs that one output sums over.
    static double fanIn(Shape shape) {
        return shape.rank() < 2 ? shape.size() : (double) shape.size() / shape.dim(-1);
    }

    /// The outputs that one input reaches, at stride 1.
    static double fanOut(Shape shape) {
        return shape.rank() < 2 ? shape.size() : (double) shape.size() / shape.dim(-2);
    }

    /// The standard deviation for a shape.
    public double std(Shape shape) {
        double fan = mode == Mode.FAN_IN ? fanIn(shape) : (fanIn(shape) + fanOut(shape)) / 2;
        return Math.sqrt(scale / fan);
    }

    @Override
    public void fill(Shape shape, Seed seed, float[] into, int offset) {
        double std = std(shape);
        switch (distribution) {
            case UNIFORM -> new UniformInitializer((float) (Math.sqrt(3) * std)).fill(shape, seed, into, offset);
            case NORMAL -> new NormalInitializer(0, (float) std).fill(shape, seed, into, offset);
        }
    }

    @Override
    public String toString() {
        String name = mode == Mode.FAN_AVERAGE ? "glorot" : scale == 2 ? "he" : "lecun";
        return "Initializer." + name + distribution.name().charAt(0)
                + distribution.name().substring(1).toLowerCase(Locale.ROOT) + "()";
    }
}
