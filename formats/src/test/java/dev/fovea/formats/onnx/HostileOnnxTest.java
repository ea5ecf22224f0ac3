package dev.fovea.formats.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.fovea.formats.onnx.wire.OnnxWire.AttributeProto;
import dev.fovea.formats.onnx.wire.OnnxWire.GraphProto;
import dev.fovea.formats.onnx.wire.OnnxWire.ModelProto;
import dev.fovea.formats.onnx.wire.OnnxWire.NodeProto;
import dev.fovea.formats.onnx.wire.OnnxWire.OperatorSetIdProto;
import dev.fovea.formats.onnx.wire.OnnxWire.StringStringEntryProto;
import dev.fovea.formats.onnx.wire.OnnxWire.TensorProto;
import dev.fovea.formats.onnx.wire.OnnxWire.TensorShapeProto;
import dev.fovea.formats.onnx.wire.OnnxWire.TypeProto;
import dev.fovea.formats.onnx.wire.OnnxWire.ValueInfoProto;
import dev.fovea.io.FileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files that claim what is not so end in one line that says it.
class HostileOnnxTest {
    @TempDir
    private Path folder;

    private static ValueInfoProto port(String name, long... dims) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (long dim : dims) {
            shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(dim));
        }
        return ValueInfoProto.newBuilder().setName(name).setType(TypeProto.newBuilder()
                .setTensorType(TypeProto.Tensor.newBuilder().setElemType(1).setShape(shape))).build();
    }

    private static NodeProto.Builder node(String operator, String... inputs) {
        return NodeProto.newBuilder().setName("n").setOpType(operator).addAllInput(Arrays.asList(inputs))
                .addOutput("y");
    }

    private static TensorProto.Builder floats(String name, long... dims) {
        TensorProto.Builder tensor = TensorProto.newBuilder().setName(name).setDataType(1);
        for (long dim : dims) {
            tensor.addDims(dim);
        }
        return tensor;
    }

    private static GraphProto.Builder graph(NodeProto.Builder... nodes) {
        GraphProto.Builder graph = GraphProto.newBuilder().addInput(port("x", 1, 3, 4, 4)).addOutput(port("y"));
        for (NodeProto.Builder node : nodes) {
            graph.addNode(node);
        }
        return graph;
    }

    private static byte[] model(GraphProto.Builder graph) {
        return ModelProto.newBuilder().setIrVersion(9).setGraph(graph)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17)).build().toByteArray();
    }

    private void refused(byte[] bytes, String... parts) throws IOException {
        Path file = folder.resolve("m.onnx");
        Files.write(file, bytes);
        assertThatThrownBy(() -> Onnx.read(file)).isInstanceOf(FileException.class)
                .satisfies(e -> assertThat(e.getMessage()).startsWith(file + ": ").contains(parts)
                        .doesNotContain("\n"));
    }

    @Test
    void somethingElseIsNoModel() throws IOException {
        refused(new byte[0], "a file without a graph");
        refused("hello, this is text".getBytes(StandardCharsets.UTF_8), "expected an ONNX model");
        byte[] whole = model(graph(node("Relu", "x")));
        refused(Arrays.copyOf(whole, whole.length - 3), "expected an ONNX model");
    }

    @Test
    void anOperatorThatIsNotKnownIsNamed() throws IOException {
        refused(model(graph(node("Loop\nme", "x"))), "node \"n\" (Loop?me)", "opset 17", "export the model without it");
        refused(model(graph(node("Relu", "x").setDomain("com.example"))), "com.example.Relu");
    }

    @Test
    void tensorsHaveTheBytesThatTheyClaim() throws IOException {
        GraphProto.Builder graph = graph(node("Add", "x", "w"));
        refused(model(graph.clone().addInitializer(floats("w", 1 << 27, 4))), "tensor \"w\"", "at most 2²⁸ numbers");
        refused(model(graph.clone().addInitializer(floats("w", 1 << 20).addFloatData(1))), "1048576 numbers", "got 1");
        refused(model(graph.clone().addInitializer(floats("w", 2).setRawData(ByteString.copyFrom(new byte[7])))),
                "8 bytes", "got 7");
        refused(model(graph.clone().addInitializer(floats("w", -1))), "extents from 0");
        refused(model(graph.clone().addInitializer(floats("w").setDataType(99))), "element type 99");
    }

    @Test
    void dataOutsideLiesBesideTheModel() throws IOException {
        Files.write(folder.resolve("weights.bin"), new byte[16]);
        Files.createSymbolicLink(folder.resolve("link.bin"), folder.resolve("weights.bin"));
        for (String location : new String[] {"../weights.bin", "/etc/hostname", "a/../../b", "", "..\\b", "a\0b"}) {
            refused(model(outside(location, "0")), "the name of a file beside the model");
        }
        refused(model(outside("link.bin", "0")), "got the link");
        refused(model(outside("none.bin", "0")), "no such file");
        refused(model(outside("weights.bin", "8")), "12 bytes from byte 8");
        refused(model(outside("weights.bin", "x")), "a number of bytes");
        refused(model(outside("weights.bin", "-4")), "a number of bytes");
        Path file = folder.resolve("m.onnx");
        Files.write(file, model(outside("weights.bin", "4")));
        assertThat(Onnx.read(file).network().output().dims()).containsExactly(4, 4, 3);
    }

    private static GraphProto.Builder outside(String location, String offset) {
        return graph(node("Add", "x", "w")).addInitializer(floats("w", 3, 1, 1)
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(StringStringEntryProto.newBuilder().setKey("location").setValue(location))
                .addExternalData(StringStringEntryProto.newBuilder().setKey("offset").setValue(offset)));
    }

    @Test
    void graphsDoNotNestWithoutEnd() throws IOException {
        GraphProto.Builder graph = graph(node("Relu", "x"));
        for (int i = 0; i < 200; i++) {
            graph = graph(node("If", "x").addAttribute(AttributeProto.newBuilder().setName("then_branch")
                    .setType(AttributeProto.AttributeType.GRAPH).setG(graph)));
        }
        refused(model(graph), "expected an ONNX model");
    }

    @Test
    void aSmallFileMakesNoLargeTensor() throws IOException {
        NodeProto.Builder large = NodeProto.newBuilder().setOpType("ConstantOfShape").addInput("s").addOutput("c");
        TensorProto.Builder shape = TensorProto.newBuilder().setName("s").setDataType(7).addDims(3)
                .addInt64Data(100_000).addInt64Data(100_000).addInt64Data(100_000);
        refused(model(graph(large, node("Add", "x", "c")).addInitializer(shape)), "at most 2³¹ − 77 numbers");
        TensorProto.Builder half = TensorProto.newBuilder().setName("s").setDataType(7).addDims(1)
                .addInt64Data(1 << 27);
        refused(model(graph(large, NodeProto.newBuilder().setOpType("Exp").addInput("c").addOutput("d"),
                node("Add", "x", "d")).addInitializer(half)), "at most 2²⁶ numbers");
    }

    @Test
    void manyEmptyPartsAreCountedBeforeTheyAreMade() throws IOException {
        byte[] nodes = new byte[2 * 2_000_100];
        for (int i = 0; i < nodes.length; i += 2) {
            nodes[i] = 0x0a;
        }
        byte[] bytes = ModelProto.newBuilder().build().toByteArray();
        ByteString graph = ByteString.copyFrom(nodes);
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        out.write(bytes);
        com.google.protobuf.CodedOutputStream coded = com.google.protobuf.CodedOutputStream.newInstance(out);
        coded.writeBytes(7, graph);
        coded.flush();
        refused(out.toByteArray(), "at most 2000000 parts");
    }

    @Test
    void inputsAreOneOfFloats() throws IOException {
        refused(model(graph(node("Add", "x", "z")).addInput(port("z", 1, 3))), "a network of one input, got 2");
        refused(model(GraphProto.newBuilder().addNode(node("Relu", "x")).addOutput(port("y"))), "one input, got 0");
        refused(model(GraphProto.newBuilder().addInput(port("x", 1, 3, 0, 4)).addNode(node("Relu", "x"))
                .addOutput(port("y"))), "whose extents are said");
    }

    @Test
    void valuesComeBeforeTheyAreTaken() throws IOException {
        refused(model(graph(node("Relu", "nothing"))), "expected the value \"nothing\" before it");
        refused(model(graph(node("Conv", "x"))), "node \"n\" (Conv): expected input 1");
        refused(model(graph(node("Conv", "x", "x"))), "to be a constant");
    }
}
