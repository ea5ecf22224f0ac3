package dev.fovea.formats.onnx;

/// A node treats the first axis of the network's input as another axis than the batch. The graph is then read once
/// more, as that of one sample.
final class BatchMisfit extends RuntimeException {
    private static final long serialVersionUID = 1;

    BatchMisfit(String message) {
        super(message);
    }

    /// The same, with the node that it is about.
    BatchMisfit at(String node) {
        BatchMisfit told = new BatchMisfit(node + ": " + getMessage());
        told.initCause(this);
        return told;
    }
}
