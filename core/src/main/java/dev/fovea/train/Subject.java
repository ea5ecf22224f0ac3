package dev.fovea.train;

import dev.fovea.backend.Backend;
import dev.fovea.backend.Store;
import dev.fovea.data.ClassNames;
import dev.fovea.data.Dataset;
import dev.fovea.data.Preprocessing;
import dev.fovea.nn.Network;
import dev.fovea.tensor.Shape;
import java.util.List;
import java.util.Locale;

/// What is trained: a network, its numbers, and what must be known to use it on an image.
///
/// @param name of the recipe or model, for events
/// @param codecs write the network and its training into checkpoints
/// @param labels the names of the classes
public record Subject(
        String name, Network network, Codecs codecs, Store store, Backend backend, Preprocessing preprocessing,
        List<String> labels) {
    /// The share of the heap that one picture may take: it lies there decoded, resized and as the network sees it.
    private static final double PICTURE = 0.25;

    public Subject {
        labels = ClassNames.composed(labels);
        requireFitting(network, preprocessing, labels);
    }

    /// @throws IllegalArgumentException if the images or the classes are not those of the network
    static void requireFitting(Network network, Preprocessing preprocessing, List<String> labels) {
        if (!preprocessing.shape().equals(network.input())) {
            throw new IllegalArgumentException("the images do not fit the network: it expects " + network.input()
                    + ", the images are " + preprocessing.shape());
        }
        checkPicture(preprocessing.image(), Runtime.getRuntime().maxMemory());
        long outputs = network.output().size();
        if (outputs != labels.size()) {
            throw new IllegalArgumentException("the network gives " + outputs + " values and the data has "
                    + labels.size() + " classes: give the last layer " + labels.size() + " units");
        }
    }

    /// @param heap its bytes
    /// @throws IllegalArgumentException if one picture as the network's pictures are does not fit into the heap
    static void checkPicture(Shape picture, long heap) {
        double bytes = (double) Float.BYTES * picture.size();
        if (bytes > heap * PICTURE) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "a picture of %s takes %.2f GB, heap %.2f GB: use a heap of %d GB or smaller pictures",
                    picture, bytes / 1e9, heap / 1e9, (long) (bytes / PICTURE / 1e9) + 1));
        }
    }

    /// Images to train on, with the labels of [#labels] by their names.
    ///
    /// @throws IllegalArgumentException one line that names a class that only one of the two has
    Dataset trained(Dataset data) {
        return ClassNames.complete(labels, data);
    }

    /// Images to measure on, with the labels of [#labels] by their names; of some classes there may be none.
    ///
    /// @throws IllegalArgumentException one line that names a class that is not known
    public Dataset measured(Dataset data) {
        return ClassNames.matched(labels, data);
    }

    /// For those who know numbers alone.
    ///
    /// @throws IllegalArgumentException if the data has other classes than the network
    static void checkClasses(int classes, Dataset data) {
        if (data.labels().size() != classes) {
            throw new IllegalArgumentException("the network tells " + classes + " classes apart and the data has "
                    + data.labels().size() + ": take the data that the network is for, or another last layer");
        }
    }
}
