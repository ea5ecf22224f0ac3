package dev.fovea.backend.cpu.vector;

import dev.fovea.backend.cpu.kernel.Extent;
import dev.fovea.backend.cpu.kernel.Kernels;
import dev.fovea.backend.cpu.kernel.Loops;
import dev.fovea.backend.cpu.kernel.Operand;
import dev.fovea.backend.cpu.kernel.Work;
import dev.fovea.backend.cpu.vector.tile.Lanes;
import dev.fovea.backend.cpu.vector.tile.SmallTile;
import dev.fovea.backend.cpu.vector.tile.Tile;
import dev.fovea.backend.cpu.vector.tile.WarmUp;
import dev.fovea.backend.plan.Epilogue;
import dev.fovea.op.Window;
import org.jspecify.annotations.Nullable;

/// The Vector API kernels, for vectors of any width. All are products of a matrix whose rows are
/// broadcast and one whose columns are vectors, in tiles of sums that stay in registers ([Tile]); what
/// differs is where the floats come from. Depthwise convolutions, which have no such product, go
/// through the channels of some pixels at a time, as do their gradients.
public final class VectorKernels implements Kernels {
    private final Loops loops = new SwitchedLoops();
    private final boolean winograd;

    /// @param winograd whether 3×3 convolutions with stride 1 may be computed by Winograd's algorithm
    public VectorKernels(boolean winograd) {
        this.winograd = winograd;
        SmallTile.warmUp();
    }

    @Override
    public String name() {
        return "vector " + Lanes.SPECIES.vectorBitSize() + (winograd ? " winograd" : "");
    }

    @Override
    public Work convolution(
            Window window, Operand x, Operand w, @Nullable Operand bias, Epilogue activation, Operand y) {
        return depthwise(window)
                ? new DepthwiseWork(window, x, w, bias, activation, y)
                : winograd && WinogradTiles.suit(window)
                        ? WinogradWork.forward(window, x, w, bias, activation, y)
                        : ConvolutionWork.forward(window, x, w, bias, activation, y);
    }

    @Override
    public Work convolutionInputGradient(Window window, Operand dy, Operand w, Operand dx) {
        return depthwise(window)
                ? new DepthwiseInputGradientWork(window, dy, w, dx)
                : winograd && WinogradTiles.suit(window)
                        ? WinogradWork.inputGradient(window, dy, w, dx)
                        : ConvolutionWork.inputGradient(window, dy, w, dx);
    }

    @Override
    public Work convolutionFilterGradient(Window window, Operand x, Operand dy, Operand dw) {
        if (depthwise(window)) {
            return new DepthwiseFilterGradientWork(window, x, dy, dw);
        }
        if (winograd && WinogradTiles.suitFilters(window)) {
            return new WinogradFilterGradientWork(window, x, dy, dw);
        }
        return NarrowFilterGradientWork.suits(window)
                ? new NarrowFilterGradientWork(window, x, dy, dw)
                : new FilterGradientWork(window, x, dy, dw);
    }

    @Override
    public Work matmul(
            Extent m, int n, Extent k, Operand a, boolean transposeA, Operand b, boolean transposeB, boolean weights,
            @Nullable Operand bias, Epilogue activation, Operand c) {
        return new MatmulWork(m, n, k, a, transposeA, b, transposeB, bias, activation, c);
    }

    @Override
    public Loops loops() {
        return loops;
    }

    @Override
    public void afterRun() {
        WarmUp.afterRun();
    }

    @Override
    public void awaitWarmUp() {
        WarmUp.await();
    }

    private static boolean depthwise(Window window) {
        return window.groups() > 1 && window.groups() == window.c() && window.groups() == window.k();
    }
}
