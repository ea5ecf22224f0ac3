package dev.fovea.data;

import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Labelled images of one size. Implementations keep bytes and make floats only when asked; all
/// methods may be called by many threads at once.
public interface Dataset {
    /// The number of images, at least 1.
    int size();

    /// The shape of one image: height × width × channels.
    Shape sample();

    /// The names of the classes; a label is an index into this list.
    List<String> labels();

    /// The label of image `index`.
    int label(int index);

    /// Writes image `index` as `sample().size()` floats from 0 to 1, channels innermost.
    void read(int index, float[] into, int offset);

    /// Image `index`, as [#read] writes it.
    default Tensor image(int index) {
        Tensor image = Tensor.zeros(sample());
        read(index, image.values(), 0);
        return image;
    }

    /// What people call image `index`: its file where it has one, else `image 17`.
    default String name(int index) {
        Path file = file(index);
        return file == null ? "image " + index : file.toString();
    }

    /// The file that holds image `index` and no other; null where there is none.
    default @Nullable Path file(int index) {
        return null;
    }

    /// How pictures of other aspects were brought to the shape; a model of these images does the same to others.
    default Fitting fitting() {
        return Fitting.CROP;
    }
}
