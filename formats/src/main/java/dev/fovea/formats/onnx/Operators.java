package dev.fovea.formats.onnx;

import dev.fovea.nn.Activation;
import dev.fovea.nn.Apply;
import dev.fovea.op.Absolute;
import dev.fovea.op.Add;
import dev.fovea.op.Cos;
import dev.fovea.op.Divide;
import dev.fovea.op.Exp;
import dev.fovea.op.Log;
import dev.fovea.op.Maximum;
import dev.fovea.op.Minimum;
import dev.fovea.op.Negate;
import dev.fovea.op.Power;
import dev.fovea.op.Sin;
import dev.fovea.op.Subtract;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/// What each operator of ONNX becomes, by its name.
final class Operators {
    /// Reads one node.
    interface Reading {
        List<OnnxValue> read(NodeCall call);
    }

    private static final Map<String, Reading> BY_NAME = table();

    private Operators() {}

    static Map<String, Reading> byName() {
        return BY_NAME;
    }

    private static Map<String, Reading> table() {
        Map<String, Reading> table = new TreeMap<>();
        one(table, "Abs", call -> ElementOperators.alike(call, new Absolute()));
        one(table, "Add", call -> ElementOperators.binary(call, new Add()));
        one(table, "AveragePool", PoolingOperators::mean);
        one(table, "BatchNormalization", NormalizationOperators::batch);
        one(table, "Cast", ElementOperators::cast);
        one(table, "CastLike", call -> call.flow(0));
        one(table, "Clip", ElementOperators::clip);
        one(table, "Concat", ShapeOperators::concat);
        one(table, "Conv", ConvolutionOperators::convolution);
        one(table, "ConvTranspose", ConvolutionOperators::transposed);
        one(table, "Cos", call -> ElementOperators.alike(call, new Cos()));
        one(table, "DepthToSpace", ConvolutionOperators::depthToSpace);
        one(table, "DequantizeLinear", call -> call.flow(0));
        one(table, "Div", call -> ElementOperators.binary(call, new Divide()));
        one(table, "Dropout", ElementOperators::dropout);
        one(table, "Elu", ElementOperators::elu);
        one(table, "Exp", call -> ElementOperators.alike(call, new Exp()));
        one(table, "Expand", ShapeOperators::expand);
        one(table, "Flatten", ShapeOperators::flatten);
        one(table, "Gather", ShapeOperators::gather);
        one(table, "Gelu", ElementOperators::gelu);
        one(table, "Gemm", ProductOperators::gemm);
        one(table, "GlobalAveragePool", call -> PoolingOperators.global(call, false));
        one(table, "GlobalMaxPool", call -> PoolingOperators.global(call, true));
        one(table, "GroupNormalization", NormalizationOperators::group);
        one(table, "HardSigmoid", ElementOperators::hardSigmoid);
        one(table, "HardSwish", call -> ElementOperators.alike(call, Activation.HARD_SWISH));
        one(table, "Identity", call -> call.flow(0));
        one(table, "InstanceNormalization", NormalizationOperators::instance);
        one(table, "LRN", NormalizationOperators::localResponse);
        table.put("LayerNormalization", NormalizationOperators::layer);
        one(table, "LeakyRelu", ElementOperators::leakyRelu);
        one(table, "Log", call -> ElementOperators.alike(call, new Log()));
        one(table, "LogSoftmax", call -> NormalizationOperators.distribution(call, Activation.LOG_SOFTMAX));
        one(table, "MatMul", ProductOperators::matMul);
        one(table, "Max", call -> ElementOperators.fold(call, new Maximum()));
        one(table, "MaxPool", PoolingOperators::greatest);
        one(table, "Mean", ElementOperators::mean);
        one(table, "Min", call -> ElementOperators.fold(call, new Minimum()));
        one(table, "Mish", call -> ElementOperators.alike(call, Activation.MISH));
        one(table, "Mul", ElementOperators::product);
        one(table, "Neg", call -> ElementOperators.alike(call, new Negate()));
        one(table, "PRelu", ElementOperators::parametricRelu);
        one(table, "Pad", Paddings::pad);
        one(table, "Pow", ElementOperators::power);
        one(table, "QuantizeLinear", ElementOperators::quantized);
        one(table, "Reciprocal", call -> ElementOperators.alike(call, new Power(-1)));
        one(table, "ReduceL1", ReductionOperators::sumOfAbsolutes);
        one(table, "ReduceL2", ReductionOperators::length);
        one(table, "ReduceLogSum", ReductionOperators::logOfSum);
        one(table, "ReduceLogSumExp", ReductionOperators::logOfSumOfExponentials);
        one(table, "ReduceMax", ReductionOperators::greatest);
        one(table, "ReduceMean", ReductionOperators::mean);
        one(table, "ReduceMin", ReductionOperators::least);
        one(table, "ReduceSum", ReductionOperators::sum);
        one(table, "ReduceSumSquare", ReductionOperators::sumOfSquares);
        one(table, "Relu", call -> ElementOperators.alike(call, Activation.RELU));
        one(table, "Reshape", ShapeOperators::reshape);
        one(table, "Resize", ResizeOperators::resize);
        one(table, "Selu", ElementOperators::selu);
        one(table, "Shape", call -> ConstantMoves.shape(call, sample(call)));
        one(table, "Sigmoid", call -> ElementOperators.alike(call, Activation.SIGMOID));
        one(table, "Sin", call -> ElementOperators.alike(call, new Sin()));
        one(table, "Size", Operators::size);
        one(table, "Slice", ShapeOperators::slice);
        one(table, "Softmax", call -> NormalizationOperators.distribution(call, Activation.SOFTMAX));
        one(table, "Softplus", call -> ElementOperators.alike(call, Activation.SOFTPLUS));
        one(table, "SpaceToDepth", ConvolutionOperators::spaceToDepth);
        table.put("Split", ShapeOperators::split);
        one(table, "Sqrt", call -> ElementOperators.alike(call, Apply.of(new Power(0.5f))));
        one(table, "Squeeze", ShapeOperators::squeeze);
        one(table, "Sub", call -> ElementOperators.binary(call, new Subtract()));
        one(table, "Sum", call -> ElementOperators.fold(call, new Add()));
        one(table, "Tanh", call -> ElementOperators.alike(call, Activation.TANH));
        one(table, "Tile", ShapeOperators::tile);
        one(table, "Transpose", ShapeOperators::transpose);
        one(table, "Unsqueeze", ShapeOperators::unsqueeze);
        one(table, "Upsample", ResizeOperators::resize);
        one(table, "Where", ElementOperators::where);
        return java.util.Collections.unmodifiableMap(table);
    }

    private static void one(Map<String, Reading> table, String name, Function<NodeCall, OnnxValue> reading) {
        table.put(name, call -> List.of(reading.apply(call)));
    }

    /// The extents that the file knows.
    private static int[] sample(NodeCall call) {
        int[] dims = call.flow(0).dims();
        return java.util.Arrays.copyOfRange(dims, call.vertices().lead(), dims.length);
    }

    private static OnnxValue size(NodeCall call) {
        Numbers extents = Numbers.extents(sample(call));
        double product = 1;
        for (int i = 0; i < extents.size(); i++) {
            product *= extents.at(i);
        }
        return extents.with(new int[0], new double[] {product}, new boolean[] {extents.dependsOnBatch()});
    }
}
