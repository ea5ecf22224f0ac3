package dev.fovea.backend.cpu.scalar;

import dev.fovea.backend.cpu.kernel.Extent;
import dev.fovea.backend.cpu.kernel.Kernels;
import dev.fovea.backend.cpu.kernel.Loops;
import dev.fovea.backend.cpu.kernel.Operand;
import dev.fovea.backend.cpu.kernel.Work;
import dev.fovea.backend.cpu.scalar.ScalarDepthwise.Kind;
import dev.fovea.backend.plan.Epilogue;
import dev.fovea.op.Window;
import org.jspecify.annotations.Nullable;

/// The reference kernels: plain loops over rows that any JVM runs, and that C2 vectorises by itself.
public final class ScalarKernels implements Kernels {
    private final ThreadLocal<ScalarRows> rows = ThreadLocal.withInitial(ScalarRows::new);
    private final Loops loops = new PlainLoops();

    @Override
    public String name() {
        return "scalar";
    }

    @Override
    public Work convolution(
            Window window, Operand x, Operand w, @Nullable Operand bias, Epilogue activation, Operand y) {
        return depthwise(window)
                ? new ScalarDepthwise(Kind.FORWARD, window, x, w, bias, activation, y, rows)
                : ScalarConvolution.forward(window, x, w, bias, activation, y, rows);
    }

    @Override
    public Work convolutionInputGradient(Window window, Operand dy, Operand w, Operand dx) {
        return depthwise(window)
                ? new ScalarDepthwise(Kind.INPUT_GRADIENT, window, dx, w, null, Epilogue.NONE, dy, rows)
                : ScalarConvolution.inputGradient(window, dy, w, dx, rows);
    }

    @Override
    public Work convolutionFilterGradient(Window window, Operand x, Operand dy, Operand dw) {
        return depthwise(window)
                ? new ScalarDepthwise(Kind.FILTER_GRADIENT, window, x, dw, null, Epilogue.NONE, dy, rows)
                : ScalarFilterGradient.of(window, x, dy, dw, rows);
    }

    @Override
    public Work matmul(
            Extent m, int n, Extent k, Operand a, boolean transposeA, Operand b, boolean transposeB, boolean weights,
            @Nullable Operand bias, Epilogue activation, Operand c) {
        return new ScalarMatmul(m, n, k, a, transposeA, b, transposeB, bias, activation, c, rows);
    }

    @Override
    public Loops loops() {
        return loops;
    }

    @Override
    public void afterRun() {}

    @Override
    public void awaitWarmUp() {}

    private static boolean depthwise(Window window) {
        return window.groups() > 1 && window.groups() == window.c() && window.groups() == window.k();
    }
}
