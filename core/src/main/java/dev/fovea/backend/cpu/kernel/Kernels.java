package dev.fovea.backend.cpu.kernel;

import dev.fovea.backend.cpu.scalar.ScalarKernels;
import dev.fovea.backend.plan.Epilogue;
import dev.fovea.op.Window;
import org.jspecify.annotations.Nullable;

/// The heavy kernels, of which there are two sets: [ScalarKernels], plain loops that are the
/// reference, and the Vector API's, loaded by name. Each method binds operands and returns the work.
/// All arrays are row-major; images NHWC, filters HWIO (r × s × c/groups × k).
public interface Kernels {
    /// Names the set in logs and results: `scalar`, or as `vector 512`.
    String name();

    /// `y = activation(x ⋆ w + bias)`, a cross-correlation: `y[n,i,j,k] = Σ x[n, …, c] · w[r,s,c,k]`.
    ///
    /// @param x n × h × w × c
    /// @param w r × s × c/groups × k, a parameter: may be packed
    /// @param bias k, or null
    /// @param y n × oh × ow × k
    Work convolution(Window window, Operand x, Operand w, @Nullable Operand bias, Epilogue activation, Operand y);

    /// dx = the gradient of [#convolution] by x, given dy.
    Work convolutionInputGradient(Window window, Operand dy, Operand w, Operand dx);

    /// dw = the gradient of [#convolution] by w, given dy, summed over the batch in an order that
    /// depends on the shape alone.
    Work convolutionFilterGradient(Window window, Operand x, Operand dy, Operand dw);

    /// c = activation(a · b + bias), with a: m × k (or k × m, `transposeA`) and b: k × n (or n × k,
    /// `transposeB`). `m` or `k` may grow with the batch.
    ///
    /// @param weights whether b is a parameter, and may be packed
    /// @param bias n, or null
    Work matmul(
            Extent m, int n, Extent k, Operand a, boolean transposeA, Operand b, boolean transposeB, boolean weights,
            @Nullable Operand bias, Epilogue activation, Operand c);

    /// Element-wise loops.
    Loops loops();

    /// To be called after each run of a program. It may start to warm up what ran: the JVM compiles kernels in the
    /// background, and until one is compiled a slower one with the same bits takes its place.
    void afterRun();

    /// Waits until the kernels that ran so far are warm. For measurements.
    void awaitWarmUp();
}
