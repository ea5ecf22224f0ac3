package dev.fovea.train;

/// Receives the events of a training, in order, on the training's thread. An exception ends the
/// training.
public interface Callback {
    void on(Event event);

    /// Asked after each step and each epoch; true ends the training.
    default boolean stop() {
        return false;
    }

    /// Whether it watches the validation score: a training without validation images then refuses to start.
    default boolean needsValidation() {
        return false;
    }
}
