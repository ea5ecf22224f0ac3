package dev.fovea.formats.onnx;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.fovea.formats.onnx.wire.OnnxWire.AttributeProto;
import dev.fovea.formats.onnx.wire.OnnxWire.GraphProto;
import dev.fovea.formats.onnx.wire.OnnxWire.ModelProto;
import dev.fovea.formats.onnx.wire.OnnxWire.NodeProto;
import dev.fovea.formats.onnx.wire.OnnxWire.OperatorSetIdProto;
import dev.fovea.formats.onnx.wire.OnnxWire.TensorProto;
import dev.fovea.formats.onnx.wire.OnnxWire.TensorShapeProto.Dimension;
import dev.fovea.formats.onnx.wire.OnnxWire.ValueInfoProto;
import dev.fovea.io.FileException;
import dev.fovea.io.RegularFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the messages of a file into an [OnnxModel].
final class OnnxReader {
    private static final int MOST_BYTES = Integer.MAX_VALUE - 64;
    private static final int MOST_NODES = 100_000;
    private static final int MOST_NESTED = 32;

    private final TensorReader tensors;

    private OnnxReader(@Nullable Path folder) {
        this.tensors = new TensorReader(folder);
    }

    /// @throws FileException one line, without the file's name, if it is no ONNX file or not as ONNX says
    static OnnxModel read(Path file) throws IOException {
        long size = Files.size(RegularFile.require(file));
        if (size > MOST_BYTES) {
            throw new FileException("expected at most 2 GiB, as Protocol Buffers have, got " + size
                    + " bytes; save large tensors beside the model");
        }
        return read(Files.readAllBytes(file), file.toAbsolutePath().getParent());
    }

    /// @param folder where data outside of the file may lie; null for none
    static OnnxModel read(byte[] bytes, @Nullable Path folder) {
        try {
            WireBounds.check(bytes);
            CodedInputStream stream = CodedInputStream.newInstance(bytes);
            stream.enableAliasing(true);
            stream.setRecursionLimit(MOST_NESTED);
            stream.setSizeLimit(Integer.MAX_VALUE);
            return new OnnxReader(folder).model(ModelProto.parseFrom(stream));
        } catch (InvalidProtocolBufferException e) {
            throw new FileException("expected an ONNX model, got something else: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new FileException("expected an ONNX model: " + e.getMessage(), e);
        }
    }

    private OnnxModel model(ModelProto model) {
        if (!model.hasGraph()) {
            throw new FileException("expected an ONNX model, got a file without a graph");
        }
        if (model.getFunctionsCount() > 0) {
            throw new FileException("expected a model of standard operators, got functions of its own; export it with"
                    + " its functions inlined (onnx.inliner.inline_local_functions)");
        }
        GraphProto graph = model.getGraph();
        if (graph.getNodeCount() > MOST_NODES) {
            throw new FileException("expected at most " + MOST_NODES + " nodes, got " + graph.getNodeCount());
        }
        Map<String, Numbers> weights = new LinkedHashMap<>();
        for (TensorProto tensor : graph.getInitializerList()) {
            weights.put(tensor.getName(), tensors.read(tensor).named(tensor.getName()));
        }
        List<OnnxNode> nodes = new ArrayList<>();
        graph.getNodeList().forEach(node -> nodes.add(node(node)));
        Map<String, String> metadata = new HashMap<>();
        model.getMetadataPropsList().forEach(entry -> metadata.put(entry.getKey(), entry.getValue()));
        return new OnnxModel(
                nodes, weights, graph.getInputList().stream().map(OnnxReader::port).toList(),
                graph.getOutputList().stream().map(OnnxReader::port).toList(), opset(model), metadata);
    }

    private static int opset(ModelProto model) {
        for (OperatorSetIdProto set : model.getOpsetImportList()) {
            if (isStandard(set.getDomain())) {
                return Math.clamp(set.getVersion(), 1, 1000);
            }
        }
        return 1;
    }

    private static boolean isStandard(String domain) {
        return domain.isEmpty() || domain.equals("ai.onnx");
    }

    private static OnnxModel.Port port(ValueInfoProto value) {
        var tensor = value.getType().getTensorType();
        List<Long> dims = tensor.getShape().getDimList().stream()
                .map(dim -> dim.getValueCase() == Dimension.ValueCase.DIM_VALUE && dim.getDimValue() > 0
                        ? dim.getDimValue() : -1L)
                .toList();
        return new OnnxModel.Port(value.getName(), tensor.getElemType(), dims);
    }

    private OnnxNode node(NodeProto node) {
        Map<String, OnnxAttribute> attributes = new HashMap<>();
        for (AttributeProto attribute : node.getAttributeList()) {
            attributes.put(attribute.getName(), attribute(attribute));
        }
        return new OnnxNode(
                node.getName(), node.getOpType(), isStandard(node.getDomain()) ? "" : node.getDomain(),
                node.getInputList(), node.getOutputList(), attributes);
    }

    private OnnxAttribute attribute(AttributeProto attribute) {
        return switch (attribute.getType()) {
            case FLOAT -> new OnnxAttribute.Real(attribute.getF());
            case INT -> new OnnxAttribute.Whole(attribute.getI());
            case STRING -> new OnnxAttribute.Text(attribute.getS().toStringUtf8());
            case FLOATS -> new OnnxAttribute.Reals(attribute.getFloatsList());
            case INTS -> new OnnxAttribute.Wholes(attribute.getIntsList());
            case STRINGS -> new OnnxAttribute.Texts(
                    attribute.getStringsList().stream().map(ByteString::toStringUtf8).toList());
            case TENSOR -> new OnnxAttribute.Data(tensors.read(attribute.getT()));
            case UNDEFINED, GRAPH, TENSORS, GRAPHS, SPARSE_TENSOR, SPARSE_TENSORS, TYPE_PROTO, TYPE_PROTOS,
                    UNRECOGNIZED -> new OnnxAttribute.Other(attribute.getType().name());
        };
    }
}
