package dev.fovea.bench.kernels;

import java.util.Random;

/// Something that every library computes, from the same floats.
sealed interface Problem permits ProductProblem, ConvolutionProblem {
    /// Names it on the command line.
    String id();

    /// Names it in tables.
    String title();

    /// Of one run, by definition: products with padding count.
    long multiplyAdds();

    /// The lengths of the inputs, in the order in which the formula names them.
    int[] inputs();

    /// The length of the result.
    int output();

    /// Floating-point operations of one run, in thousands of millions.
    default double gflop() {
        return 2e-9 * multiplyAdds();
    }

    /// Input number `index`: uniform from -½ to ½, the same at every call.
    default float[] input(int index) {
        Random random = new Random(id().hashCode() + index);
        float[] values = new float[inputs()[index]];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat() - 0.5f;
        }
        return values;
    }
}
