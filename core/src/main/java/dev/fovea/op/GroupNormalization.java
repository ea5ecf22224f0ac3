package dev.fovea.op;

import dev.fovea.tensor.Shape;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// y = (x − mean) / √(variance + ε), of mean and variance over the axes from `axis` on, whose channels (the last axis)
/// are cut into `groups` of their own statistics. The variance is divided by the count.
///
/// | is called | axis | groups |
/// |---|---|---|
/// | layer normalisation of each pixel or vector (Ba, Kiros and Hinton, 2016) | the last | 1 |
/// | layer normalisation of whole images | 1 | 1 |
/// | group normalisation (Wu and He, 2018) | 1 | some |
/// | instance normalisation (Ulyanov, Vedaldi and Lempitsky, 2016) | 1 | channels |
///
/// @param epsilon ε, above 0
public record GroupNormalization(int axis, int groups, float epsilon) implements Composition {
    public GroupNormalization {
        if (axis < 0 || groups < 1) {
            throw new IllegalArgumentException("GroupNormalization expects an axis from 0 and at least 1 group:"
                    + " got axis " + axis + ", groups=" + groups);
        }
        if (!(epsilon > 0)) {
            throw new IllegalArgumentException("epsilon must be above 0: got " + epsilon);
        }
    }

    @Override
    public Node compose(List<Node> inputs) {
        InputCheck.inputs(this, inputs.stream().map(Node::shape).toList(), 1);
        Node x = inputs.getFirst();
        return new Output(epsilon).on(x, new Statistics(axis, groups).on(x));
    }

    /// Means and variances of each group: the axes before `axis`, then 2 × groups.
    public record Statistics(int axis, int groups) implements Primitive {
        @Override
        public Shape shape(List<Shape> inputs) {
            Shape x = InputCheck.inputs(this, inputs, 1).getFirst();
            if (axis >= x.rank() || axis == 0 && x.isBatched()) {
                throw new IllegalArgumentException(
                        "GroupNormalization works along axes other than the batch: got axis " + axis + " of " + x);
            }
            if (x.dim(-1) % groups != 0) {
                throw new IllegalArgumentException(
                        "groups must divide channels: got groups=" + groups + ", channels=" + x.dim(-1));
            }
            int[] dims = Arrays.copyOf(x.dims(), axis + 2);
            dims[axis] = 2;
            dims[axis + 1] = groups;
            return Shape.of(dims);
        }

        /// Part of that of [Output].
        @Override
        public List<@Nullable Node> gradient(Node output, Node upstream) {
            return Collections.singletonList(null);
        }

        @Override
        public String label() {
            return "GroupNormalization.Statistics";
        }
    }

    /// y of (x, statistics), where the statistics are those of x.
    public record Output(float epsilon) implements Primitive {
        @Override
        public Shape shape(List<Shape> inputs) {
            return InputCheck.inputs(this, inputs, 2).getFirst();
        }

        @Override
        public List<@Nullable Node> gradient(Node output, Node upstream) {
            return Arrays.asList(new Gradient(epsilon).on(output, upstream, output.input(1)), null);
        }

        @Override
        public String label() {
            return "GroupNormalization";
        }
    }

    /// dx = (dy − mean of dy − y · mean of dy · y) / √(variance + ε), means over each group, of (y, dy, statistics).
    public record Gradient(float epsilon) implements Primitive {
        @Override
        public Shape shape(List<Shape> inputs) {
            InputCheck.inputs(this, inputs, 3);
            InputCheck.same(this, inputs.get(0), inputs.get(1));
            return inputs.getFirst();
        }

        @Override
        public List<@Nullable Node> gradient(Node output, Node upstream) {
            throw Operation.notDifferentiable(this);
        }

        @Override
        public String label() {
            return "GroupNormalization.Gradient";
        }
    }
}
