package dev.fovea.formats.onnx;

import java.util.List;
import java.util.Map;

/// What an ONNX file holds, with nothing of Fovea in it.
///
/// @param nodes each after those whose outputs it takes
/// @param tensors what the file gives values, by name
/// @param opset the version of the standard's operators
/// @param metadata free texts by key
record OnnxModel(
        List<OnnxNode> nodes, Map<String, Numbers> tensors, List<Port> inputs, List<Port> outputs, int opset,
        Map<String, String> metadata) {
    OnnxModel {
        nodes = List.copyOf(nodes);
        tensors = Map.copyOf(tensors);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        metadata = Map.copyOf(metadata);
    }

    /// What goes in or comes out.
    ///
    /// @param type an element type's code, or 0
    /// @param dims −1 for an extent that the file leaves open; empty too if it says no shape
    record Port(String name, int type, List<Long> dims) {
        Port {
            dims = List.copyOf(dims);
        }
    }
}
