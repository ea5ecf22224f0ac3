package dev.fovea.data;

import dev.fovea.tensor.Shape;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The images of a data set with the labels of another list of classes.
///
/// @param labels the other list
/// @param places for each label of the data set its place in that list
record Relabelled(Dataset source, List<String> labels, int[] places) implements Dataset {
    Relabelled {
        labels = List.copyOf(labels);
    }

    @Override
    public int size() {
        return source.size();
    }

    @Override
    public Shape sample() {
        return source.sample();
    }

    @Override
    public int label(int index) {
        return places[source.label(index)];
    }

    @Override
    public void read(int index, float[] into, int offset) {
        source.read(index, into, offset);
    }

    @Override
    public String name(int index) {
        return source.name(index);
    }

    @Override
    public @Nullable Path file(int index) {
        return source.file(index);
    }

    @Override
    public Fitting fitting() {
        return source.fitting();
    }

    @Override
    public String toString() {
        return source.toString();
    }
}
