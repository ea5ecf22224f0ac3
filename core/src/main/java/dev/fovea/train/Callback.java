package dev.fovea.train;

/// Receives the events of a training, in order, on the training's thread. An exception ends the
/// training.
public interface Callback {
    void on(Event event);

    /// Asked after each step and each epoch; true ends the training.
    default boolean stop() {
        return false;
    }
}
