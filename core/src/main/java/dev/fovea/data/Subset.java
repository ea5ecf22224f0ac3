package dev.fovea.data;

import dev.fovea.tensor.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Some images of a data set, in an order of its own.
public final class Subset implements Dataset {
    private final Dataset source;
    private final int[] indices;

    private Subset(Dataset source, int[] indices) {
        this.source = source;
        this.indices = indices;
        if (indices.length == 0) {
            throw new DataException("a data set needs at least 1 image: got 0 of " + source.size());
        }
        for (int index : indices) {
            if (index < 0 || index >= source.size()) {
                throw new DataException("no image " + index + ": the data set has " + source.size());
            }
        }
    }

    /// The images of the given indices.
    public static Subset of(Dataset source, int... indices) {
        return new Subset(source, indices.clone());
    }

    /// The images `from` … `to` − 1.
    public static Subset range(Dataset source, int from, int to) {
        return new Subset(source, IntStream.range(from, to).toArray());
    }

    /// The first `count` images.
    public static Subset first(Dataset source, int count) {
        return range(source, 0, count);
    }

    @Override
    public int size() {
        return indices.length;
    }

    @Override
    public Shape sample() {
        return source.sample();
    }

    @Override
    public List<String> labels() {
        return source.labels();
    }

    @Override
    public int label(int index) {
        return source.label(indices[index]);
    }

    @Override
    public void read(int index, float[] into, int offset) {
        source.read(indices[index], into, offset);
    }

    @Override
    public String name(int index) {
        return source.name(indices[index]);
    }

    @Override
    public @Nullable Path file(int index) {
        return source.file(indices[index]);
    }

    @Override
    public Fitting fitting() {
        return source.fitting();
    }

    @Override
    public String toString() {
        return size() + " of " + source;
    }
}
