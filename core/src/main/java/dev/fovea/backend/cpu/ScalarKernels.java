package dev.fovea.backend.cpu;

import dev.fovea.op.Window;
import org.jspecify.annotations.Nullable;

/// The reference kernels: plain loops over rows that any JVM runs, and that C2 vectorises by itself.
public final class ScalarKernels implements Kernels {
    private final Loops loops = new PlainLoops();

    @Override
    public String name() {
        return "scalar";
    }

    @Override
    public Work convolution(
            Window window, Operand x, Operand w, @Nullable Operand bias, Activation activation, Operand y) {
        return new ScalarConvolution(window, x, w, bias, activation, y);
    }

    @Override
    public Work convolutionInputGradient(Window window, Operand dy, Operand w, Operand dx) {
        return new ScalarInputGradient(window, dy, w, dx);
    }

    @Override
    public Work convolutionFilterGradient(Window window, Operand x, Operand dy, Operand dw) {
        return new ScalarFilterGradient(window, x, dy, dw);
    }

    @Override
    public Work matmul(
            Extent m, int n, Extent k, Operand a, boolean transposeA, Operand b, boolean transposeB, boolean weights,
            @Nullable Operand bias, Activation activation, Operand c) {
        return new ScalarMatmul(m, n, k, a, transposeA, b, transposeB, bias, activation, c);
    }

    @Override
    public Loops loops() {
        return loops;
    }
}
