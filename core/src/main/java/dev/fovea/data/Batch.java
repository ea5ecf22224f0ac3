package dev.fovea.data;

/// Images and labels of one step, recycled: the arrays belong to the loader and hold this batch until
/// the next one is asked for.
public final class Batch {
    private final float[] images;
    private final float[] labels;
    private final int[] indices;
    private int size;
    private long epoch;
    private int number;

    Batch(int capacity, int sample) {
        images = new float[Math.multiplyExact(capacity, sample)];
        labels = new float[capacity];
        indices = new int[capacity];
    }

    /// Images, capacity × sample; only the first [#size] are filled.
    public float[] images() {
        return images;
    }

    /// The index of each image's class; only the first [#size] are filled.
    public float[] labels() {
        return labels;
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
