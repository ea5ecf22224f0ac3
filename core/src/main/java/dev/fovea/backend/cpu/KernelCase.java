package dev.fovea.backend.cpu;

import dev.fovea.backend.cpu.kernel.Extent;
import dev.fovea.backend.cpu.kernel.Kernels;
import dev.fovea.backend.cpu.kernel.Operand;
import dev.fovea.backend.cpu.kernel.Work;
import dev.fovea.backend.plan.Epilogue;
import dev.fovea.op.Padding;
import dev.fovea.op.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/// One kernel at one size, to be timed.
///
/// @param multiplyAdds of one run, by definition: products with padding count, as everywhere
/// @param samples the batch
/// @param binding allocates operands and binds them
public record KernelCase(String name, long multiplyAdds, int samples, Function<Kernels, Work> binding) {

    /// A convolution of at most so many channels is a network's first: no training asks for its input gradient.
    private static final int IMAGE_CHANNELS = 3;

    /// Matrix products and convolutions of the sizes that networks are made of.
    public static List<KernelCase> standard() {
        List<KernelCase> cases = new ArrayList<>();
        for (int size : new int[] {256, 512, 1024}) {
            cases.add(product("matmul " + size, size, size, size, false, false));
        }
        cases.add(product("matmul 128×3136×1024", 128, 1024, 3136, false, false));
        cases.add(product("matmul 128×3136×1024 input gradient", 128, 3136, 1024, false, true));
        cases.add(product("matmul 128×3136×1024 weight gradient", 3136, 1024, 128, true, false));
        convolution(cases, "conv 3×3 64→64 32×32", 32, 64, 3, 64, 1, 32);
        convolution(cases, "conv 3×3 128→128 16×16", 16, 128, 3, 128, 1, 32);
        convolution(cases, "conv 5×5 3→32 32×32", 32, 3, 5, 32, 1, 32);
        convolution(cases, "conv 3×3 16→16 32×32", 32, 16, 3, 16, 1, 32);
        convolution(cases, "conv 1×1 64→64 32×32", 32, 64, 1, 64, 1, 32);
        convolution(cases, "conv 3×3 stride 2 64→128 32×32", 32, 64, 3, 128, 2, 32);
        convolution(cases, "conv 4×4 1→32 28×28", 28, 1, 4, 32, 1, 100);
        convolution(cases, "conv 4×4 32→64 14×14", 14, 32, 4, 64, 1, 100);
        convolution(cases, "conv 4×4 3→32 32×32", 32, 3, 4, 32, 1, 128);
        convolution(cases, "conv 4×4 32→64 16×16", 16, 32, 4, 64, 1, 128);
        return cases;
    }

    /// c = a · b with c of m × n and sums of length k, b being weights.
    static KernelCase product(String name, int m, int n, int k, boolean transposeA, boolean transposeB) {
        return new KernelCase(name, (long) m * n * k, 1, kernels -> kernels.matmul(
                Extent.fixed(m), n, Extent.fixed(k), filled((long) m * k), transposeA, filled((long) k * n), transposeB,
                true, null, Epilogue.NONE, filled((long) m * n)));
    }

    /// A SAME convolution of square images, with bias and ReLU, and its two gradients.
    static void convolution(List<KernelCase> cases, String name, int extent, int c, int r, int k, int stride, int n) {
        int outputs = Math.ceilDiv(extent, stride);
        int before = Padding.SAME.before(extent, r, stride, true);
        Window g = new Window(
                extent, extent, c, r, r, k, stride, stride, before, before, 1, 1, 1, outputs, outputs);
        long work = g.multiplyAdds() * n;
        Supplier<Operand> x = () -> filled((long) n * extent * extent * c);
        Supplier<Operand> y = () -> filled((long) n * outputs * outputs * k);
        Supplier<Operand> w = () -> filled((long) r * r * c * k);
        cases.add(new KernelCase(name, work, n, kernels ->
                kernels.convolution(g, x.get(), w.get(), filled(k), Epilogue.RELU, y.get())));
        if (c > IMAGE_CHANNELS) {
            cases.add(new KernelCase(name + " input gradient", work, n, kernels ->
                    kernels.convolutionInputGradient(g, y.get(), w.get(), x.get())));
        }
        cases.add(new KernelCase(name + " filter gradient", work, n, kernels ->
                kernels.convolutionFilterGradient(g, x.get(), y.get(), w.get())));
    }

    private static Operand filled(long floats) {
        Operand operand = Operand.allocate(floats);
        for (int i = 0; i < floats; i++) {
            operand.array[operand.offset + i] = (i * 0x9E37_79B9 >> 8) * 0x1p-24f;
        }
        return operand;
    }
}
