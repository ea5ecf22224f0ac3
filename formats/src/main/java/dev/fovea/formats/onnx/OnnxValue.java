package dev.fovea.formats.onnx;

/// What a name of a file stands for while a network is read: numbers that are known, or what comes out of a vertex.
sealed interface OnnxValue permits Numbers, Flow {
    /// Axes in ONNX's order; [dev.fovea.tensor.Shape#N] for the batch.
    int[] dims();

    default int rank() {
        return dims().length;
    }
}
