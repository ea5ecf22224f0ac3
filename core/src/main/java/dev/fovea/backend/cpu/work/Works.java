package dev.fovea.backend.cpu.work;

import dev.fovea.backend.cpu.kernel.Extent;
import dev.fovea.backend.cpu.kernel.Kernels;
import dev.fovea.backend.cpu.kernel.Loops;
import dev.fovea.backend.cpu.kernel.Operand;
import dev.fovea.backend.cpu.kernel.RandomMask;
import dev.fovea.backend.cpu.kernel.Work;
import dev.fovea.backend.plan.Instruction;
import dev.fovea.graph.Value;
import dev.fovea.op.AveragePooling;
import dev.fovea.op.BatchNormalization;
import dev.fovea.op.BatchStatistics;
import dev.fovea.op.Binary;
import dev.fovea.op.Concatenate;
import dev.fovea.op.Convolution;
import dev.fovea.op.DropoutMask;
import dev.fovea.op.Expand;
import dev.fovea.op.Gather;
import dev.fovea.op.GroupNormalization;
import dev.fovea.op.LocalResponseNormalization;
import dev.fovea.op.LogSoftmax;
import dev.fovea.op.MatMul;
import dev.fovea.op.MaxPooling;
import dev.fovea.op.Mean;
import dev.fovea.op.Pad;
import dev.fovea.op.Parameter;
import dev.fovea.op.Reshaping;
import dev.fovea.op.Resizing;
import dev.fovea.op.RunningStatistics;
import dev.fovea.op.SampleMask;
import dev.fovea.op.Scatter;
import dev.fovea.op.Slice;
import dev.fovea.op.Softmax;
import dev.fovea.op.SoftmaxCrossEntropy;
import dev.fovea.op.Sum;
import dev.fovea.op.Transpose;
import dev.fovea.op.Unary;
import dev.fovea.op.UnaryGradient;
import dev.fovea.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Binds an instruction to its operands: which work computes which primitive.
public final class Works {
    private final Kernels kernels;
    private final Loops loops;
    private final List<Value> values;
    private final Operand[] operands;
    private final RandomKey key;

    /// @param operands for each value, by id
    /// @param key what random operations of this frame draw from
    public Works(Kernels kernels, List<Value> values, Operand[] operands, RandomKey key) {
        this.kernels = kernels;
        this.loops = kernels.loops();
        this.values = values;
        this.operands = operands;
        this.key = key;
    }

    /// The key of a frame's current step.
    public static final class RandomKey {
        public long value;
    }

    /// @param weights the filters or matrix, in place of the instruction's own when batch norm was folded into them
    /// @param bias likewise
    public Work of(Instruction instruction, @Nullable Operand weights, @Nullable Operand bias) {
        Work work = bind(instruction, weights, bias);
        return countsSamples(instruction)
                ? new FixedSamples(work, shape(instruction.inputs().getFirst()).dim(0))
                : work;
    }

    /// Whether the work goes sample by sample over values that are not batched.
    private boolean countsSamples(Instruction instruction) {
        return switch (instruction.operation()) {
            case Convolution _, Convolution.InputGradient _, Convolution.FilterGradient _,
                    MaxPooling _, MaxPooling.Gradient _, AveragePooling _, AveragePooling.Gradient _,
                    SoftmaxCrossEntropy _, SoftmaxCrossEntropy.Gradient _ ->
                !shape(instruction.inputs().getFirst()).isBatched();
            default -> false;
        };
    }

    private Work bind(Instruction instruction, @Nullable Operand weights, @Nullable Operand bias) {
        if (instruction.chain() != null) {
            return ChainWork.of(loops, instruction.chain(), values, operands);
        }
        List<Integer> in = instruction.inputs();
        Operand a = in.isEmpty() ? operand(instruction.output()) : operand(in.getFirst());
        Shape shape = in.isEmpty() ? shape(instruction.output()) : shape(in.getFirst());
        Operand y = operand(instruction.output());
        return switch (instruction.operation()) {
            case Convolution op -> kernels.convolution(
                    op.window(shape, shape(in.get(1))), a, weights != null ? weights : operand(in.get(1)), bias,
                    instruction.activation(), y);
            case Convolution.InputGradient op -> kernels.convolutionInputGradient(
                    op.convolution().window(op.x(), shape(in.get(1))), a, operand(in.get(1)), y);
            case Convolution.FilterGradient op -> kernels.convolutionFilterGradient(
                    op.convolution().window(shape, op.w()), a, operand(in.get(1)), y);
            case MatMul op -> matmul(op, instruction, a, shape, weights, bias, y);
            case Unary op -> ElementWork.unary(loops, op, shape, a, y);
            case UnaryGradient op -> ElementWork.gradient(loops, op, shape, a, operand(in.get(1)), y);
            case Binary op -> BroadcastWork.of(
                    loops, op, shape, a, shape(in.get(1)), operand(in.get(1)), shape(instruction.output()), y);
            case Sum op -> ReductionWork.of(loops, op.axes(), false, shape, a, y);
            case Mean op -> ReductionWork.of(loops, op.axes(), true, shape, a, y);
            case Expand op -> ExpandWork.of(loops, op.target(), op.axes(), false, a, y);
            case Mean.Gradient op -> ExpandWork.of(loops, op.target(), op.axes(), true, a, y);
            case MaxPooling op -> new PoolingWork.Max(loops, op.pooling().window(shape), a, y);
            case MaxPooling.Gradient op -> new PoolingWork.MaxGradient(
                    loops, op.pooling().window(shape), a, operand(in.get(1)), instruction.activation(), y);
            case SoftmaxCrossEntropy op -> new CrossEntropyWork.Loss(
                    loops, shape.dim(1), op.smoothing(), shape(in.get(1)).rank() == 2, a, operand(in.get(1)), y);
            case SoftmaxCrossEntropy.Gradient op -> new CrossEntropyWork.Gradient(
                    loops, shape.dim(1), op.smoothing(), shape(in.get(1)).rank() == 2, a, operand(in.get(1)),
                    operand(in.get(2)), y);
            case DropoutMask op -> dropout(op, shape, a, y);
            case Reshaping op -> throw new IllegalStateException(op + " shares its input's memory and is never run");
            case AveragePooling op -> new PoolingWork.Average(loops, op.pooling().window(shape), a, y);
            case AveragePooling.Gradient op -> new PoolingWork.AverageGradient(
                    loops, op.pooling().window(op.x()), a, y);
            case BatchNormalization op -> BatchNormalizationWork.output(
                    loops, op.epsilon(), shape, a, operand(in.get(1)), operand(in.get(2)), operand(in.get(3)), y);
            case BatchNormalization.InputGradient op -> new BatchNormalizationWork.InputGradient(
                    loops, Pieces.of(shape), op.epsilon(), op.training(), a, operand(in.get(1)), operand(in.get(2)),
                    operand(in.get(3)), operand(in.get(4)), y);
            case BatchNormalization.ParameterGradient op -> new BatchNormalizationWork.ParameterGradient(
                    loops, Pieces.of(shape), op.epsilon(), a, operand(in.get(1)), operand(in.get(2)), y);
            case BatchStatistics _ -> new BatchNormalizationWork.Statistics(loops, Pieces.of(shape), a, y);
            case RunningStatistics op -> new BatchNormalizationWork.Running(
                    op.momentum(), shape(in.get(2)), a, operand(in.get(1)), y);
            case Concatenate op -> CopyWork.concatenate(
                    op.axis(), in.stream().map(this::shape).toList(), in.stream().map(this::operand).toList(),
                    shape(instruction.output()), y);
            case Gather op -> GatherWork.output(op, shape, a, y);
            case Gather.Gradient op -> GatherWork.gradient(loops, op, shape(instruction.output()), a, y);
            case GroupNormalization.Statistics op ->
                GroupNormalizationWork.of(loops, shape, op.axis(), op.groups()).statistics(a, y);
            case GroupNormalization.Output op -> GroupNormalizationWork.of(loops, shape, shape(in.get(1)))
                    .output(op.epsilon(), a, operand(in.get(1)), y);
            case GroupNormalization.Gradient op -> GroupNormalizationWork.of(loops, shape, shape(in.get(2)))
                    .gradient(op.epsilon(), a, operand(in.get(1)), operand(in.get(2)), y);
            case Resizing op -> ResizingWork.output(loops, op, shape, shape(instruction.output()), a, y);
            case Resizing.Gradient op ->
                ResizingWork.gradient(loops, op.resizing(), shape(instruction.output()), a, y);
            case LocalResponseNormalization op -> LocalResponseWork.output(loops, op, shape, a, y);
            case LocalResponseNormalization.Gradient op -> LocalResponseWork.gradient(
                    loops, op.normalization(), shape, a, operand(in.get(1)), y);
            case LogSoftmax _ -> SoftmaxWork.logarithm(loops, shape, a, y);
            case LogSoftmax.Gradient _ -> SoftmaxWork.logarithmGradient(loops, shape, a, operand(in.get(1)), y);
            case Pad op -> CopyWork.pad(op, shape, a, y);
            case Pad.Gradient op -> CopyWork.padGradient(loops, op, shape(instruction.output()), a, y);
            case SampleMask op -> sampleMask(op, shape, a, y);
            case Scatter op -> CopyWork.scatter(op, shape, a, y);
            case Scatter.Gradient op -> CopyWork.gather(op.scatter(), shape, a, y);
            case Slice op -> CopyWork.slice(op, shape, a, y);
            case Softmax _ -> SoftmaxWork.output(loops, shape, a, y);
            case Softmax.Gradient _ -> SoftmaxWork.gradient(shape, a, operand(in.get(1)), y);
            case Transpose op -> CopyWork.transpose(op.order(), shape, a, y);
        };
    }

    private Operand operand(int id) {
        return operands[id];
    }

    private Shape shape(int id) {
        return values.get(id).shape();
    }

    private Work matmul(
            MatMul op, Instruction instruction, Operand a, Shape left, @Nullable Operand weights,
            @Nullable Operand bias,
            Operand y) {
        int b = instruction.inputs().get(1);
        Shape right = shape(b);
        return kernels.matmul(
                extent(left.dim(op.transposeA() ? 1 : 0)),
                right.dim(op.transposeB() ? 0 : 1),
                extent(left.dim(op.transposeA() ? 0 : 1)),
                a, op.transposeA(), weights != null ? weights : operand(b), op.transposeB(), isParameter(b), bias,
                instruction.activation(), y);
    }

    private boolean isParameter(int id) {
        return values.get(id).leaf() instanceof Parameter;
    }

    private static Extent extent(int dim) {
        return dim == Shape.N ? Extent.batched(1) : Extent.fixed(dim);
    }

    private Work sampleMask(SampleMask op, Shape shape, Operand x, Operand y) {
        int length = RowsWork.from(shape, 1);
        float scale = 1 / (1 - op.rate());
        int threshold = RandomMask.threshold(op.rate());
        return RowsWork.of("dropout", RowsWork.before(shape, 1), length, (from, to, scratch) -> {
            long stream = key(op.stream());
            for (int sample = from; sample < to; sample++) {
                boolean dropped = RandomMask.dropped((int) stream, (int) (stream >>> 32), sample, threshold);
                int at = y.offset + sample * length;
                if (dropped) {
                    Arrays.fill(y.array, at, at + length, 0f);
                } else {
                    loops.scale(x.array, x.offset + sample * length, scale, y.array, at, length);
                }
            }
        });
    }

    /// What a stream draws from in the current step.
    private long key(int stream) {
        return key.value + stream * 0x9E3779B97F4A7C15L;
    }

    private Work dropout(DropoutMask op, Shape shape, Operand x, Operand y) {
        return RangeWork.of(shape, (from, to) -> loops.dropout(
                x.array, x.offset + from, y.array, y.offset + from, to - from,
                key(op.stream()), from, op.rate()));
    }
}
