package dev.fovea.nn;

import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/// The first values of a parameter, a pure function of its shape and a seed.
///
/// Fans follow the filter layout r × s × c × k: fan-in = r · s · c, fan-out = r · s · k; a matrix c × k has
/// fan-in c and fan-out k.
public interface Initializer {
    /// Writes `shape.size()` values.
    void fill(Shape shape, Seed seed, float[] into, int offset);

    static Initializer zeros() {
        return Fill.ZEROS;
    }

    static Initializer ones() {
        return constant(1);
    }

    static Initializer constant(double value) {
        return new Fill((float) value);
    }

    /// Normal with mean 0.
    static Initializer normal(double std) {
        return new NormalInitializer(0, (float) std);
    }

    /// Normal with mean 0, drawn again beyond two standard deviations; its own deviation is 0.88 of `std`.
    static Initializer truncatedNormal(double std) {
        return new TruncatedNormal((float) std);
    }

    /// Uniform from −bound to bound.
    static Initializer uniform(double bound) {
        return new UniformInitializer((float) bound);
    }

    /// Uniform from −bound / fan-in to bound / fan-in (LeCun et al., 1998, appendix A, with bound 2.4).
    static Initializer fanInUniform(double bound) {
        return new FanInUniform((float) bound);
    }

    /// Variance 2 / (fan-in + fan-out) (Glorot and Bengio, 2010).
    static Initializer glorotUniform() {
        return VarianceScaling.GLOROT_UNIFORM;
    }

    /// See [#glorotUniform].
    static Initializer glorotNormal() {
        return new VarianceScaling(1, VarianceScaling.Mode.FAN_AVERAGE, VarianceScaling.Distribution.NORMAL);
    }

    /// Variance 2 / fan-in, for ReLU (He et al., 2015).
    static Initializer heUniform() {
        return new VarianceScaling(2, VarianceScaling.Mode.FAN_IN, VarianceScaling.Distribution.UNIFORM);
    }

    /// See [#heUniform].
    static Initializer heNormal() {
        return new VarianceScaling(2, VarianceScaling.Mode.FAN_IN, VarianceScaling.Distribution.NORMAL);
    }

    /// Variance 1 / fan-in (LeCun et al., 1998).
    static Initializer lecunUniform() {
        return new VarianceScaling(1, VarianceScaling.Mode.FAN_IN, VarianceScaling.Distribution.UNIFORM);
    }

    /// See [#lecunUniform].
    static Initializer lecunNormal() {
        return new VarianceScaling(1, VarianceScaling.Mode.FAN_IN, VarianceScaling.Distribution.NORMAL);
    }

    /// One value everywhere.
    record Fill(float value) implements Initializer {
        static final Fill ZEROS = new Fill(0);

        @Override
        public void fill(Shape shape, Seed seed, float[] into, int offset) {
            Arrays.fill(into, offset, offset + (int) shape.size(), value);
        }

        @Override
        public String toString() {
            return value == 0 ? "Initializer.zeros()" : "Initializer.constant(" + value + ")";
        }
    }

    /// Normal.
    record NormalInitializer(float mean, float std) implements Initializer {
        public NormalInitializer {
            positive("std", std);
        }

        @Override
        public void fill(Shape shape, Seed seed, float[] into, int offset) {
            each(shape, into, offset, i -> seed.normal(i, seed.roughNormal(i), mean, std));
        }

        @Override
        public String toString() {
            return "Initializer.normal(" + std + ")";
        }
    }

    /// Normal within two standard deviations.
    record TruncatedNormal(float std) implements Initializer {
        private static final int TRIES = 64;
        private static final double LIMIT = 2;

        public TruncatedNormal {
            positive("std", std);
        }

        @Override
        public void fill(Shape shape, Seed seed, float[] into, int offset) {
            each(shape, into, offset, i -> truncated(seed, i));
        }

        private float truncated(Seed seed, int index) {
            for (int attempt = 0; attempt < TRIES; attempt++) {
                long counter = (long) index * TRIES + attempt;
                double rough = seed.roughNormal(counter);
                if (isWithin(rough, counter, seed)) {
                    return seed.normal(counter, rough, 0, std);
                }
            }
            return 0;
        }

        private static boolean isWithin(double rough, long counter, Seed seed) {
            double size = Math.abs(rough);
            return size < LIMIT * (1 - Seed.ROUGH)
                    || size < LIMIT * (1 + Seed.ROUGH) && Math.abs(seed.normal(counter)) <= LIMIT;
        }

        @Override
        public String toString() {
            return "Initializer.truncatedNormal(" + std + ")";
        }
    }

    /// Uniform around 0.
    record UniformInitializer(float bound) implements Initializer {
        public UniformInitializer {
            positive("bound", bound);
        }

        @Override
        public void fill(Shape shape, Seed seed, float[] into, int offset) {
            each(shape, into, offset, i -> bound * (2 * seed.uniform(i) - 1));
        }

        @Override
        public String toString() {
            return "Initializer.uniform(" + bound + ")";
        }
    }

    /// Uniform around 0, narrower the more inputs there are.
    record FanInUniform(float bound) implements Initializer {
        public FanInUniform {
            positive("bound", bound);
        }

        @Override
        public void fill(Shape shape, Seed seed, float[] into, int offset) {
            new UniformInitializer((float) (bound / VarianceScaling.fanIn(shape))).fill(shape, seed, into, offset);
        }

        @Override
        public String toString() {
            return "Initializer.fanInUniform(" + bound + ")";
        }
    }

    /// Each value is a function of its index alone, so that threads may share the work.
    private static void each(Shape shape, float[] into, int offset, IntToDoubleFunction value) {
        IntStream.range(0, (int) shape.size()).parallel()
                .forEach(i -> into[offset + i] = (float) value.applyAsDouble(i));
    }

    private static void positive(String what, float value) {
        if (!(value > 0)) {
            throw new IllegalArgumentException("an initializer's " + what + " must be above 0: got " + value);
        }
    }
}
