package dev.fovea.bench.golden;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/// Random inputs of one case. The case's name is the seed, so a new case changes no other.
///
/// Values have three decimals: each is the float nearest to a short decimal number, so the file is
/// small and a float engine starts from exactly what libtorch was given in double.
final class Draw {
    private final SplittableRandom random;

    private Draw(SplittableRandom random) {
        this.random = random;
    }

    static Draw of(String name) {
        return new Draw(new SplittableRandom(name.hashCode()));
    }

    /// Uniform between `low` and `high`.
    Tensor uniform(double low, double high, long... shape) {
        double[] values = new double[Torch.size(shape)];
        for (int i = 0; i < values.length; i++) {
            values[i] = threeDecimals(random.nextDouble(low, high));
        }
        return Torch.tensor(values, shape);
    }

    /// Uniform between −2 and 2.
    Tensor values(long... shape) {
        return uniform(-2, 2, shape);
    }

    /// Shuffled, no two equal, about between −2 and 2: a maximum is never a tie.
    Tensor distinct(long... shape) {
        int size = Torch.size(shape);
        double step = Math.max(0.001, Math.floor(4000.0 / size) / 1000);
        double[] values = IntStream.range(0, size)
                .mapToDouble(i -> threeDecimals((i - size / 2) * step + 0.001))
                .toArray();
        for (int i = size - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            double swapped = values[i];
            values[i] = values[j];
            values[j] = swapped;
        }
        return Torch.tensor(values, shape);
    }

    /// Whole numbers from 0 to `classes` − 1.
    Tensor labels(int classes, long... shape) {
        double[] values = new double[Torch.size(shape)];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(classes);
        }
        return Torch.tensor(values, shape);
    }

    /// `rows` rows of positive numbers; each row sums to 1 but for the rounding to three decimals.
    Tensor distributions(int rows, int classes) {
        double[] values = new double[rows * classes];
        for (int row = 0; row < rows; row++) {
            double rest = 1;
            for (int k = 0; k < classes - 1; k++) {
                double share = threeDecimals(rest * random.nextDouble(0.1, 0.6));
                values[row * classes + k] = share;
                rest -= share;
            }
            values[row * classes + classes - 1] = threeDecimals(rest);
        }
        return Torch.tensor(values, rows, classes);
    }

    /// The value of a float that a reader gets from `x` with three decimals.
    static double threeDecimals(double x) {
        return (float) (Math.round(x * 1000) / 1000.0);
    }
}
