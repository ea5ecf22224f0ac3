package dev.fovea.train;

import dev.fovea.backend.Frame;
import dev.fovea.backend.Store;
import dev.fovea.nn.Network;
import dev.fovea.tensor.Finite;
import java.util.function.IntFunction;

/// Refuses what a network gives if a number in it is NaN or infinite, so that nobody takes it for a class.
///
/// @param frame that gives the outputs
/// @param sample values of an image
/// @param classes values of an output
public record FiniteOutputs(Frame frame, Store store, int sample, int classes) {
    /// Comes after the frame has run with key 0.
    ///
    /// @param outputs n rows
    /// @param images that it ran on
    /// @param names what people call each of them
    /// @throws NotFiniteException names the first image whose output is not finite, and where its numbers stop being so
    public void require(float[] outputs, int n, float[] images, IntFunction<String> names) {
        int at = Finite.first(outputs, 0, n * classes);
        if (at >= 0) {
            throw refused(outputs[at], at / classes, images, names);
        }
    }

    private NotFiniteException refused(float output, int image, float[] images, IntFunction<String> names) {
        frame.bind(Network.IMAGES, images, image * sample);
        String layer = frame.firstNonFinite(1, 0);
        String broken = FiniteNumbers.broken(store);
        return new NotFiniteException("the network's output is " + output + " for " + names.apply(image)
                + ", first in layer " + (layer == null ? "output" : layer) + ": "
                + (broken == null ? "its numbers grow too large" : broken) + FiniteNumbers.ANEW);
    }
}
