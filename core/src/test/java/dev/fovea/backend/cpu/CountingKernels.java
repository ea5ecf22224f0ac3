package dev.fovea.backend.cpu;

import dev.fovea.backend.cpu.kernel.Extent;
import dev.fovea.backend.cpu.kernel.Kernels;
import dev.fovea.backend.cpu.kernel.Loops;
import dev.fovea.backend.cpu.kernel.Operand;
import dev.fovea.backend.cpu.kernel.Work;
import dev.fovea.backend.plan.Epilogue;
import dev.fovea.op.Window;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// Kernels that count which thread does how many parts, to show that threads really share the work.
public final class CountingKernels implements Kernels {
    private final Kernels kernels;
    private final Map<Thread, LongAdder> parts = new ConcurrentHashMap<>();

    public CountingKernels(Kernels kernels) {
        this.kernels = kernels;
    }

    /// Parts of convolutions and matrix products done by threads other than the caller's.
    public long partsOfOtherThreads() {
        return parts.entrySet().stream()
                .filter(entry -> entry.getKey() != Thread.currentThread())
                .mapToLong(entry -> entry.getValue().sum())
                .sum();
    }

    @Override
    public String name() {
        return kernels.name();
    }

    @Override
    public Work convolution(
            Window window, Operand x, Operand w, @Nullable Operand bias, Epilogue activation, Operand y) {
        return new Counted(kernels.convolution(window, x, w, bias, activation, y), parts);
    }

    @Override
    public Work convolutionInputGradient(Window window, Operand dy, Operand w, Operand dx) {
        return new Counted(kernels.convolutionInputGradient(window, dy, w, dx), parts);
    }

    @Override
    public Work convolutionFilterGradient(Window window, Operand x, Operand dy, Operand dw) {
        return new Counted(kernels.convolutionFilterGradient(window, x, dy, dw), parts);
    }

    @Override
    public Work matmul(
            Extent m, int n, Extent k, Operand a, boolean transposeA, Operand b, boolean transposeB, boolean weights,
            @Nullable Operand bias, Epilogue activation, Operand c) {
        return new Counted(
                kernels.matmul(m, n, k, a, transposeA, b, transposeB, weights, bias, activation, c), parts);
    }

    @Override
    public Loops loops() {
        return kernels.loops();
    }

    @Override
    public void afterRun() {
        kernels.afterRun();
    }

    @Override
    public void awaitWarmUp() {
        kernels.awaitWarmUp();
    }

    private record Counted(Work work, Map<Thread, LongAdder> count) implements Work {
        @Override
        public long packedFloats() {
            return work.packedFloats();
        }

        @Override
        public int packParts() {
            return work.packParts();
        }

        @Override
        public void pack(int part, Operand packed) {
            work.pack(part, packed);
        }

        @Override
        public long sharedFloats(int capacity) {
            return work.sharedFloats(capacity);
        }

        @Override
        public long scratchFloats() {
            return work.scratchFloats();
        }

        @Override
        public int mainPhase() {
            return work.mainPhase();
        }

        @Override
        public int phases() {
            return work.phases();
        }

        @Override
        public boolean isDirect() {
            return work.isDirect();
        }

        @Override
        public String kernel(int n) {
            return work.kernel(n);
        }

        @Override
        public int parts(int phase, int n) {
            return work.parts(phase, n);
        }

        @Override
        public void run(int phase, int part, int n, Operand packed, Operand shared, Operand scratch) {
            count.computeIfAbsent(Thread.currentThread(), thread -> new LongAdder()).increment();
            work.run(phase, part, n, packed, shared, scratch);
        }
    }
}
