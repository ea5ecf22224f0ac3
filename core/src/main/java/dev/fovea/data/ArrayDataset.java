package dev.fovea.data;

import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.List;
import java.util.Objects;

/// Labelled images in memory. The arrays are not copied.
public final class ArrayDataset implements Dataset {
    private final Shape sample;
    private final float[] values;
    private final int[] classes;
    private final List<String> labels;
    private final int floats;

    private ArrayDataset(Shape sample, float[] values, int[] classes, List<String> labels) {
        this.sample = sample;
        this.values = values;
        this.classes = classes;
        this.labels = List.copyOf(labels);
        floats = Math.toIntExact(sample.size());
    }

    /// Images one after the other.
    ///
    /// @param sample the shape of one image
    /// @param values `classes.length · sample.size()` floats, usually from 0 to 1
    /// @param classes an index into `labels` for each image
    /// @throws DataException if lengths do not fit or a class has no label
    public static ArrayDataset of(Shape sample, float[] values, int[] classes, List<String> labels) {
        if (sample.isBatched()) {
            throw new DataException("expected the shape of one image, without the batch axis: got " + sample);
        }
        if (classes.length == 0) {
            throw new DataException("a data set needs at least 1 image: got 0");
        }
        if (values.length != classes.length * sample.size()) {
            throw new DataException("expected " + classes.length * sample.size() + " values for " + classes.length
                    + " images of " + sample + ", got " + values.length);
        }
        for (int i = 0; i < classes.length; i++) {
            if (classes[i] < 0 || classes[i] >= labels.size()) {
                throw new DataException("label " + classes[i] + " of image " + i + " is out of range: expected 0 to "
                        + (labels.size() - 1));
            }
        }
        return new ArrayDataset(sample, values, classes, labels);
    }

    /// The images of a tensor, images × height × width × channels.
    public static ArrayDataset of(Tensor images, int[] classes, List<String> labels) {
        int[] dims = images.shape().dims();
        if (dims.length < 2 || dims[0] != classes.length) {
            throw new DataException(
                    "expected a tensor of " + classes.length + " images, one for each label, got " + images.shape());
        }
        int[] sample = new int[dims.length - 1];
        System.arraycopy(dims, 1, sample, 0, sample.length);
        return of(Shape.of(sample), images.values(), classes, labels);
    }

    @Override
    public int size() {
        return classes.length;
    }

    @Override
    public Shape sample() {
        return sample;
    }

    @Override
    public List<String> labels() {
        return labels;
    }

    @Override
    public int label(int index) {
        return classes[index];
    }

    @Override
    public void read(int index, float[] into, int offset) {
        System.arraycopy(values, Objects.checkIndex(index, classes.length) * floats, into, offset, floats);
    }

    @Override
    public String toString() {
        return size() + " images of " + sample;
    }
}
