package dev.fovea.bench.kernels;

import dev.fovea.backend.cpu.kernel.Extent;
import dev.fovea.backend.cpu.kernel.Kernels;
import dev.fovea.backend.cpu.kernel.Operand;
import dev.fovea.backend.cpu.kernel.Work;
import dev.fovea.backend.cpu.kernel.Workers;
import dev.fovea.backend.plan.Epilogue;
import dev.fovea.op.Window;
import java.util.Arrays;

/// Fovea's kernel, run as a training step runs it: parameters are packed anew each time, then the phases follow.
final class FoveaKernel implements Kernel, Workers.Task {
    private static final int PACKING = -1;

    private final String name;
    private final Workers workers;
    private final int samples;
    private final int length;
    private final Operand output;
    private final Work work;
    private final Operand packed;
    private final Operand shared;
    private final Operand[] scratch;
    private int phase;

    FoveaKernel(Problem problem, Kernels kernels, Workers workers) {
        this.workers = workers;
        name = "Fovea " + kernels.name();
        length = problem.output();
        output = Operand.allocate(length);
        Operand[] inputs = new Operand[problem.inputs().length];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = Operand.allocate(problem.inputs()[i]);
            System.arraycopy(problem.input(i), 0, inputs[i].array, inputs[i].offset, problem.inputs()[i]);
        }
        switch (problem) {
            case ProductProblem product -> {
                samples = 1;
                work = product(kernels, product, inputs, output);
            }
            case ConvolutionProblem convolution -> {
                samples = convolution.batch();
                work = convolution(kernels, convolution, inputs, output);
            }
        }
        packed = Operand.allocate(work.packedFloats());
        shared = Operand.allocate(work.sharedFloats(samples));
        scratch = new Operand[workers.count()];
        for (int i = 0; i < scratch.length; i++) {
            scratch[i] = Operand.allocate(work.scratchFloats());
        }
        run();
        kernels.awaitWarmUp();
    }

    private static Work product(Kernels kernels, ProductProblem of, Operand[] in, Operand c) {
        return kernels.matmul(
                Extent.fixed(of.m()), of.n(), Extent.fixed(of.k()), in[0], of.transposeA(), in[1], of.transposeB(),
                of.weights(), null, Epilogue.NONE, c);
    }

    private static Work convolution(Kernels kernels, ConvolutionProblem of, Operand[] in, Operand output) {
        Window window = of.window();
        return switch (of.pass()) {
            case FORWARD -> kernels.convolution(window, in[0], in[1], in[2], Epilogue.RELU, output);
            case INPUT_GRADIENT -> kernels.convolutionInputGradient(window, in[0], in[1], output);
            case FILTER_GRADIENT -> kernels.convolutionFilterGradient(window, in[0], in[1], output);
        };
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void run() {
        if (work.packParts() > 0) {
            phase = PACKING;
            workers.run(this, work.packParts());
        }
        int phases = work.phases();
        for (int next = 0; next < phases; next++) {
            phase = next;
            workers.run(this, work.parts(next, samples));
        }
    }

    @Override
    public void run(int part, int worker) {
        if (phase == PACKING) {
            work.pack(part, packed);
        } else {
            work.run(phase, part, samples, packed, shared, scratch[worker]);
        }
    }

    @Override
    public float[] result() {
        return Arrays.copyOfRange(output.array, output.offset, output.offset + length);
    }
}
