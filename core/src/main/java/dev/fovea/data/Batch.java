package dev.fovea.data;

/// Images and labels of one step, recycled: the arrays belong to the loader and hold this batch until
/// the next one is asked for.
public final class Batch {
    private final float[] images;
    private final float[] labels;
    private final float[] rows;
    private final int[] indices;
    private int size;
    private long epoch;
    private int number;

    /// @param classes 0 for no label rows
    Batch(int capacity, int sample, int classes) {
        images = new float[Math.multiplyExact(capacity, sample)];
        labels = new float[capacity];
        rows = new float[Math.multiplyExact(capacity, classes)];
        indices = new int[capacity];
    }

    /// Images, capacity × sample; only the first [#size] are filled.
    public float[] images() {
        return images;
    }

    /// The index of each image's class, of a mixed image that of the heaviest (of equals the first); only the
    /// first [#size] are filled.
    public float[] labels() {
        return labels;
    }

    /// The labels of mixed images, capacity × classes probabilities of which the first [#size] rows are filled;
    /// empty where the loader mixes nothing.
    public float[] rows() {
        return rows;
    }

    /// The index of each image in the data set; only the first [#size] are filled.
    public int[] indices() {
        return indices;
    }

    /// The number of images, at least 1 and at most the loader's batch size.
    public int size() {
        return size;
    }

    /// The epoch, from 0.
    public long epoch() {
        return epoch;
    }

    /// The batch's place in its epoch, from 0.
    public int number() {
        return number;
    }

    void describe(long epoch, int number, int size) {
        this.epoch = epoch;
        this.number = number;
        this.size = size;
    }

    @Override
    public String toString() {
        return "batch " + number + " of epoch " + epoch + ": " + size + " images";
    }
}
