package dev.fovea.data;

import dev.fovea.tensor.Shape;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The images of one data set, then those of another.
public record Joined(Dataset first, Dataset second) implements Dataset {
    public Joined {
        if (!first.sample().equals(second.sample()) || !ClassNames.same(first.labels(), second.labels())) {
            throw new DataException("only images of one shape and the same classes can be joined: got " + first.sample()
                    + " with " + first.labels() + " and " + second.sample() + " with " + second.labels());
        }
        if (first.fitting() != second.fitting()) {
            throw new DataException("only images that were fitted in the same way can be joined: got "
                    + first.fitting().id() + " and " + second.fitting().id());
        }
        Math.addExact(first.size(), second.size());
    }

    @Override
    public int size() {
        return first.size() + second.size();
    }

    @Override
    public Shape sample() {
        return first.sample();
    }

    @Override
    public List<String> labels() {
        return first.labels();
    }

    @Override
    public int label(int index) {
        return index < first.size() ? first.label(index) : second.label(index - first.size());
    }

    @Override
    public void read(int index, float[] into, int offset) {
        if (index < first.size()) {
            first.read(index, into, offset);
        } else {
            second.read(index - first.size(), into, offset);
        }
    }

    @Override
    public String name(int index) {
        return index < first.size() ? first.name(index) : second.name(index - first.size());
    }

    @Override
    public @Nullable Path file(int index) {
        return index < first.size() ? first.file(index) : second.file(index - first.size());
    }

    @Override
    public Fitting fitting() {
        return first.fitting();
    }
}
