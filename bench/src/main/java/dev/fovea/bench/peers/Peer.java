package dev.fovea.bench.peers;

/// An engine with one contest's network in it.
interface Peer extends AutoCloseable {
    /// The engine and its kernels.
    String name();

    /// Runs training steps: forward, loss, backward, update, each with the loss read.
    ///
    /// @throws Unsupported if the engine cannot train
    void train(int steps);

    /// Predicts batches of images and reads the logits.
    void predict(int batches);

    /// Predicts one image, from an array of floats, height × width × channels, to the probability of the first class.
    float predictOne(float[] image);

    /// The logits of images, for checking.
    float[] logits(float[] images, int count);

    /// The losses of training steps on the first batches, for checking.
    float[] losses(int steps);

    /// Nanoseconds that went into what only the comparison needs: making images up, and bringing Fovea's network and
    /// weights to another engine.
    long aside();

    @Override
    void close();
}
