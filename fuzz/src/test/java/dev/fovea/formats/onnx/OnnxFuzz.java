package dev.fovea.formats.onnx;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.protobuf.ByteString;
import dev.fovea.formats.onnx.wire.OnnxWire.AttributeProto;
import dev.fovea.formats.onnx.wire.OnnxWire.GraphProto;
import dev.fovea.formats.onnx.wire.OnnxWire.ModelProto;
import dev.fovea.formats.onnx.wire.OnnxWire.NodeProto;
import dev.fovea.formats.onnx.wire.OnnxWire.OperatorSetIdProto;
import dev.fovea.formats.onnx.wire.OnnxWire.TensorProto;
import dev.fovea.formats.onnx.wire.OnnxWire.TensorShapeProto;
import dev.fovea.formats.onnx.wire.OnnxWire.TypeProto;
import dev.fovea.formats.onnx.wire.OnnxWire.ValueInfoProto;
import dev.fovea.fuzz.Refusals;
import dev.fovea.io.FileException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Models, whatever their nodes and tensors claim.
class OnnxFuzz {
    @MethodSource("seeds")
    @FuzzTest
    void reads(byte[] bytes) throws IOException {
        Refusals.check(FileException.class, () -> OnnxImport.read(OnnxReader.read(bytes, null), null, Map.of()));
    }

    /// One network for each operator that is read, and one that reshapes by the batch.
    static Stream<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        for (String operator : Operators.byName().keySet()) {
            seeds.add(model(node(operator, "x"), node("Relu", "a")));
            seeds.add(model(node(operator, "x", "w"), node("Relu", "a")));
            seeds.add(model(node(operator, "x", "i", "i", "i"), node("Relu", "a")));
        }
        seeds.add(model(node("Shape", "x").setOutput(0, "s"), node("Reshape", "x", "s")));
        return seeds.stream();
    }

    private static NodeProto.Builder node(String operator, String... inputs) {
        return NodeProto.newBuilder().setOpType(operator).addAllInput(List.of(inputs))
                .addOutput(operator.equals("Relu") ? "y" : "a")
                .addAttribute(AttributeProto.newBuilder().setName("axis").setI(1)
                        .setType(AttributeProto.AttributeType.INT))
                .addAttribute(AttributeProto.newBuilder().setName("kernel_shape").addInts(2).addInts(2)
                        .setType(AttributeProto.AttributeType.INTS));
    }

    private static byte[] model(NodeProto.Builder... nodes) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (int dim : new int[] {1, 4, 2, 2}) {
            shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(dim));
        }
        GraphProto.Builder graph = GraphProto.newBuilder()
                .addInput(ValueInfoProto.newBuilder().setName("x").setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder().setElemType(1).setShape(shape))))
                .addOutput(ValueInfoProto.newBuilder().setName("y"))
                .addInitializer(TensorProto.newBuilder().setName("w").setDataType(1).addDims(4).addDims(4).addDims(1)
                        .addDims(1).setRawData(ByteString.copyFrom(new byte[64])))
                .addInitializer(TensorProto.newBuilder().setName("i").setDataType(7).addDims(4).addInt64Data(1)
                        .addInt64Data(2).addInt64Data(3).addInt64Data(4));
        for (NodeProto.Builder node : nodes) {
            graph.addNode(node);
        }
        return ModelProto.newBuilder().setIrVersion(8).setGraph(graph)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17)).build().toByteArray();
    }
}
