package dev.fovea.train;

import dev.fovea.metric.Score;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Something that happened in a training. Callbacks receive events in order, on the training's thread.
public sealed interface Event {
    /// The training is about to take its first step.
    ///
    /// @param name of the recipe or model
    /// @param kernels the compute kernels in use
    /// @param firstStep steps done before, by the training that this one resumes; else 0
    record Started(
            String name, String kernels, int threads, long parameters, int epochs, int stepsPerEpoch, long totalSteps,
            long firstStep) implements Event {}

    /// An optimizer step is done.
    ///
    /// @param step steps done in all, from 1
    /// @param epoch from 1
    /// @param stepInEpoch from 1
    /// @param images in the batch
    /// @param loss mean over the batch
    /// @param correct images of the batch whose highest score was their label's
    /// @param rate the learning rate, before any group's scale
    record StepDone(long step, int epoch, int stepInEpoch, int images, float loss, int correct, float rate)
            implements Event {}

    /// All images were seen once more.
    ///
    /// @param epoch from 1
    /// @param train over the epoch's batches, as they were when trained
    /// @param validation after the epoch; null without validation images
    /// @param seconds spent on the epoch's training steps
    /// @param improved whether this is the best epoch so far
    record EpochDone(int epoch, Score train, @Nullable Score validation, double seconds, boolean improved)
            implements Event {
        /// The validation score where there is one, else the training score: what decides.
        public Score deciding() {
            return validation == null ? train : validation;
        }
    }

    /// A checkpoint is on disk.
    ///
    /// @param reason why now, such as "best" or "last"
    /// @param from the best score before; null for the first
    /// @param to the score of what was saved; null before the first epoch ends
    record CheckpointSaved(Path path, String reason, @Nullable Score from, @Nullable Score to) implements Event {}

    /// A training goes on from a checkpoint. It comes before [Started].
    ///
    /// @param step steps done before
    /// @param history the epochs done before
    record Restored(Path path, long step, List<EpochDone> history) implements Event {}

    /// The training ended by itself.
    ///
    /// @param steps done in all
    /// @param epochs done in all
    /// @param seconds spent on training steps
    /// @param reason why it ended before its last step, such as early stopping; null if it did not
    record Finished(long steps, int epochs, double seconds, @Nullable String reason) implements Event {}

    /// The training was asked to end, and finished its step.
    ///
    /// @param step steps done in all
    /// @param path the checkpoint to resume from; null if none was saved
    record Interrupted(long step, @Nullable Path path) implements Event {}
}
