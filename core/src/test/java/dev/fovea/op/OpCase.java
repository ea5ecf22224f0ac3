package dev.fovea.op;

import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// One operation at one size: how the engine builds it, and its plain form.
///
/// @param name unique; it also seeds the values
/// @param operation what is applied to all inputs in order; none where a row joins several
/// @param graph from the inputs' nodes to the output
/// @param plain from the inputs' values to the output's
/// @param tolerance relative to the greatest value
record OpCase(
        String name, Optional<Operation> operation, List<In> inputs, Function<List<Node>, Node> graph,
        Function<List<Doubles>, Doubles> plain, double tolerance) {

    /// What an input's values are like.
    enum Values {
        /// Standard normal.
        NORMAL,
        /// Normal, four times as wide: reaches both sides of a bend some units from 0.
        WIDE,
        /// From ½ to 2½.
        POSITIVE,
        /// No two nearer than 0.05: the greatest stays the greatest under a small change.
        APART,
        /// No nearer to 0 than 0.05.
        NONZERO,
        /// Whole numbers from 0 to 3.
        LABELS
    }

    /// @param differentiated whether the operation has a gradient for it
    record In(Shape shape, Values values, boolean differentiated) {
        In of(Values other) {
            return new In(shape, other, differentiated);
        }

        In constant() {
            return new In(shape, values, false);
        }

        /// Values for a batch of `n`; a smaller batch has the same first samples.
        Doubles draw(Seed seed, int n) {
            Doubles result = Doubles.zeros(Doubles.dims(shape, n));
            int size = result.values().length;
            int[] order = seed.derive("order").permutation(Math.max(size, 1));
            for (int i = 0; i < size; i++) {
                double normal = seed.normal(i);
                result.values()[i] = (float) switch (values) {
                    case NORMAL -> normal;
                    case WIDE -> 4 * normal;
                    case POSITIVE -> 0.5 + 2 * seed.uniform(i);
                    case APART -> (order[i] - size / 2) * 0.05;
                    case NONZERO -> normal + Math.copySign(0.05, normal);
                    case LABELS -> seed.below(4, i);
                };
            }
            return result;
        }
    }

    static In in(int... dims) {
        return new In(Shape.of(dims), Values.NORMAL, true);
    }

    /// With a batch axis.
    static In batch(int... sample) {
        return new In(Shape.batch(sample), Values.NORMAL, true);
    }

    static OpCase of(
            String name, Function<List<Node>, Node> graph, Function<List<Doubles>, Doubles> plain, In... inputs) {
        return new OpCase(name, Optional.empty(), List.of(inputs), graph, plain, 1e-5);
    }

    /// An operation applied to all inputs in order.
    static OpCase of(Operation operation, Function<List<Doubles>, Doubles> plain, In... inputs) {
        String shapes = List.of(inputs).stream().map(in -> in.shape().toString()).toList().toString();
        return new OpCase(operation + " of " + shapes, Optional.of(operation), List.of(inputs),
                in -> operation.on(in.toArray(Node[]::new)), plain, 1e-5);
    }

    /// All inputs' values for a batch of `n`.
    List<Doubles> values(int n) {
        List<Doubles> values = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            values.add(inputs.get(i).draw(new Seed(0).derive(name).derive(i), n));
        }
        return values;
    }

    OpCase within(double tolerance) {
        return new OpCase(name, operation, inputs, graph, plain, tolerance);
    }

    @Override
    public String toString() {
        return name;
    }
}
