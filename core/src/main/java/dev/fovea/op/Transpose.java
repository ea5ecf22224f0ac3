package dev.fovea.op;

import dev.fovea.tensor.Shape;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Axes in another order: axis i of y is axis `order[i]` of x. A batch axis stays first.
public record Transpose(List<Integer> order) implements Primitive {
    /// Messages list no more axes, for a file may say any number.
    private static final int MOST_SHOWN = 16;

    public Transpose {
        order = List.copyOf(order);
        if (!IntStream.range(0, order.size()).boxed().toList().equals(order.stream().sorted().toList())) {
            throw new IllegalArgumentException("Transpose takes each axis once, from 0: got "
                    + (order.size() > MOST_SHOWN ? order.size() + " axes" : order));
        }
    }

    /// N × C × H × W to N × H × W × C.
    public static Transpose channelsLast() {
        return new Transpose(List.of(0, 2, 3, 1));
    }

    @Override
    public Shape shape(List<Shape> inputs) {
        Shape only = InputCheck.inputs(this, inputs, 1).getFirst();
        Shape x = InputCheck.rank(this, only, order.size(), order.size() + " axes");
        if (x.isBatched() && order.getFirst() != 0) {
            throw new IllegalArgumentException("Transpose keeps the batch axis first: got order " + order);
        }
        return Shape.of(order.stream().mapToInt(x::dim).toArray());
    }

    @Override
    public List<@Nullable Node> gradient(Node output, Node upstream) {
        List<Integer> inverse = IntStream.range(0, order.size()).mapToObj(order::indexOf).toList();
        return List.of(new Transpose(inverse).on(upstream));
    }
}
