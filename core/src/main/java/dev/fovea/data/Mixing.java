package dev.fovea.data;

import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;

/// A random mixture of the images of a training batch with each other, and of their labels: a pure function
/// of the batch, the seed and a counter. The loss must take label rows, as `Loss.crossEntropy().soft()` does.
///
/// Mixings are records that print as the call that makes them; `data.augment` has mixup and cutmix.
public interface Mixing {
    /// Asks whether images of the batch's shape fit; without an answer all do.
    ///
    /// @throws IllegalArgumentException if they do not
    default void require(Shape sample) {}

    /// How many random numbers one batch takes: those at `counter` … `counter + draws() − 1`.
    int draws();

    /// Mixes a batch in place, after all that is done to its images one by one.
    ///
    /// @param images `size · sample.size()` floats, image after image
    /// @param labels `size · classes` probabilities, row after row; each row sums to 1, before and after
    /// @param size images in the batch, at least 1
    /// @param counter of this batch in this epoch
    void apply(float[] images, Shape sample, float[] labels, int classes, int size, Seed seed, long counter);
}
