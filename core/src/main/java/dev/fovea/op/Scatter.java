package dev.fovea.op;

import dev.fovea.tensor.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Spreads the last axis of x: `y[…, places[i]] = x[…, i]`, and 0 elsewhere.
///
/// @param places all different, each from 0 to `extent` − 1
/// @param extent of the last axis of y
public record Scatter(List<Integer> places, int extent) implements Primitive {
    public Scatter {
        places = List.copyOf(places);
        int end = extent;
        if (places.stream().anyMatch(place -> place < 0 || place >= end)
                || places.stream().distinct().count() < places.size()) {
            throw new IllegalArgumentException(
                    "Scatter expects different places from 0 to extent − 1 = " + (extent - 1) + ": got " + places);
        }
    }

    @Override
    public Shape shape(List<Shape> inputs) {
        return resized(this, InputCheck.inputs(this, inputs, 1).getFirst(), places.size(), extent);
    }

    @Override
    public List<@Nullable Node> gradient(Node output, Node upstream) {
        return List.of(new Gradient(this).on(upstream));
    }

    private static Shape resized(Operation operation, Shape x, int from, int to) {
        int[] dims = x.dims();
        if (dims.length == 0 || dims[dims.length - 1] != from) {
            throw new IllegalArgumentException(operation.label() + " expects a last axis of " + from + ": got " + x);
        }
        dims[dims.length - 1] = to;
        return Shape.of(dims);
    }

    /// Gathers the places again: `dx[…, i] = dy[…, places[i]]`.
    public record Gradient(Scatter scatter) implements Primitive {
        @Override
        public Shape shape(List<Shape> inputs) {
            return resized(this, InputCheck.inputs(this, inputs, 1).getFirst(), scatter.extent, scatter.places.size());
        }

        @Override
        public List<@Nullable Node> gradient(Node output, Node upstream) {
            return List.of(scatter.on(upstream));
        }

        @Override
        public String label() {
            return "Scatter.Gradient";
        }
    }
}
