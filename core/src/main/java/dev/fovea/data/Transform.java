package dev.fovea.data;

import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;

/// A change of one training image, usually a random one: a pure function of the image, the seed and a counter, so
/// the same image in the same epoch comes out the same, whichever thread makes it.
///
/// Transforms are records that print as the call that makes them; `data.augment` has the usual ones.
public interface Transform {
    /// The shape of what comes out of an image of shape `in`.
    ///
    /// @throws IllegalArgumentException if such images do not fit
    Shape shape(Shape in);

    /// How many random numbers one image takes: those at `counter` … `counter + draws() − 1`.
    int draws();

    /// Whether images come out different from time to time. A transform that does the same to every image must be done
    /// to those that are measured and predicted too: it belongs to [Preprocessing], and a training refuses it.
    default boolean isRandom() {
        return draws() > 0;
    }

    /// Writes the changed image; the two ranges do not overlap.
    ///
    /// @param image `in.size()` floats from `from`, channels innermost
    /// @param into `shape(in).size()` floats from `offset`
    /// @param seed of this transform
    /// @param counter of this image in this epoch
    void apply(float[] image, int from, Shape in, float[] into, int offset, Seed seed, long counter);
}
