package dev.fovea.formats.onnx;

import java.util.List;

/// What an attribute of a node holds.
sealed interface OnnxAttribute {
    record Real(double value) implements OnnxAttribute {}

    record Whole(long value) implements OnnxAttribute {}

    record Text(String value) implements OnnxAttribute {}

    record Reals(List<Float> values) implements OnnxAttribute {}

    record Wholes(List<Long> values) implements OnnxAttribute {}

    record Texts(List<String> values) implements OnnxAttribute {}

    record Data(Numbers tensor) implements OnnxAttribute {}

    /// What Fovea does not read, such as a graph of a loop.
    record Other(String kind) implements OnnxAttribute {}
}
