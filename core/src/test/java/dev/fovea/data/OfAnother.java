package dev.fovea.data;

import dev.fovea.tensor.Shape;
import java.util.List;

/// A data set like another one, but for what a test changes.
public interface OfAnother extends Dataset {
    Dataset other();

    @Override
    default int size() {
        return other().size();
    }

    @Override
    default Shape sample() {
        return other().sample();
    }

    @Override
    default List<String> labels() {
        return other().labels();
    }

    @Override
    default int label(int index) {
        return other().label(index);
    }

    @Override
    default void read(int index, float[] into, int offset) {
        other().read(index, into, offset);
    }
}
