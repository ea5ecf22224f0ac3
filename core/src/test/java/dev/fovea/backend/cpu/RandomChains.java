package dev.fovea.backend.cpu;

import dev.fovea.graph.Differentiation;
import dev.fovea.graph.Program;
import dev.fovea.op.Absolute;
import dev.fovea.op.Axes;
import dev.fovea.op.Elu;
import dev.fovea.op.Exp;
import dev.fovea.op.Gelu;
import dev.fovea.op.Identity;
import dev.fovea.op.Input;
import dev.fovea.op.LeakyRelu;
import dev.fovea.op.Log;
import dev.fovea.op.Mean;
import dev.fovea.op.Negate;
import dev.fovea.op.Node;
import dev.fovea.op.Parameter;
import dev.fovea.op.Power;
import dev.fovea.op.Relu;
import dev.fovea.op.Sigmoid;
import dev.fovea.op.Silu;
import dev.fovea.op.Sin;
import dev.fovea.op.Softmax;
import dev.fovea.op.State;
import dev.fovea.op.Sum;
import dev.fovea.op.Tanh;
import dev.fovea.op.Unary;
import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/// Random programs that are mostly element-wise: values that several steps read, outputs in the middle, broadcasts of
/// numbers and rows, states that are renewed, and gradients.
final class RandomChains {
    private static final List<Supplier<Unary>> FUNCTIONS = List.of(
            Relu::new, Negate::new, Sigmoid::new, Tanh::new, Silu::new, Identity::new, Absolute::new,
            () -> new Gelu(false), () -> new Gelu(true), () -> new Elu(0.7f), () -> new LeakyRelu(0.1f),
            () -> new Power(2), () -> new Power(3));

    private final Random random;
    private final Shape shape;
    private final List<Node> nodes = new ArrayList<>();
    private final List<Node> rows = new ArrayList<>();
    private final List<Node> parameters;
    private final Node mean;
    private final Node other;

    private RandomChains(Random random, Shape shape) {
        this.random = random;
        this.shape = shape;
        this.mean = new State("mean", row()).on();
        this.other = new State("other", row()).on();
        this.parameters = List.of(
                new Parameter("row", row()).on(), new Parameter("number", Shape.SCALAR).on(),
                new Parameter("w", Shape.of(shape.sample().dims())).on());
    }

    private Shape row() {
        return Shape.of(shape.dim(-1));
    }

    /// @param shape of a batch of images or rows
    static Program of(Random random, Shape shape) {
        return new RandomChains(random, shape).program();
    }

    private Program program() {
        nodes.add(new Input("x", shape).on());
        nodes.add(nodes.getFirst().plus(new Input("y", shape).on()));
        rows.addAll(List.of(parameters.getFirst(), mean, other));
        for (int i = 0; i < 24; i++) {
            nodes.add(next());
        }
        for (int i = 0; i < 4; i++) {
            rows.add(function().on(row(random.nextInt(rows.size())).plus(row(random.nextInt(rows.size())))));
        }
        Map<String, Node> outputs = new LinkedHashMap<>();
        Node loss = Mean.over(all()).on(new Tanh().on(nodes.getLast()));
        outputs.put("loss", loss);
        for (int i = 0; i < random.nextInt(3); i++) {
            outputs.put("between" + i, nodes.get(random.nextInt(nodes.size())));
        }
        Map<String, Node> updates = new LinkedHashMap<>();
        updates.put("mean", mean.times(0.9).plus(rows.getLast()));
        updates.put("other", rows.get(3).minus(other));
        Differentiation gradients = Differentiation.of(loss, parameters);
        Map<String, Node> byName = new LinkedHashMap<>();
        gradients.byNode().forEach((node, gradient) -> byName.put(((Parameter) node.operation()).name(), gradient));
        return Program.of(outputs, updates, byName, gradients.origins(), Map.of());
    }

    private int[] all() {
        return java.util.stream.IntStream.range(0, shape.rank()).toArray();
    }

    private Node next() {
        Node a = recent();
        return switch (random.nextInt(12)) {
            case 0 -> a.plus(recent());
            case 1 -> a.minus(recent());
            case 2 -> new Tanh().on(a).times(recent());
            case 3 -> a.over(new Sigmoid().on(recent()).plus(1));
            case 4 -> a.times(random.nextBoolean() ? 0.5 : -1.5);
            case 5 -> row(random.nextInt(rows.size())).plus(a);
            case 6 -> a.times(row(random.nextInt(rows.size())));
            case 7 -> parameters.get(1).minus(a);
            case 8 -> random.nextInt(4) == 0 ? a.plus(parameters.get(2)) : a.over(new Exp().on(parameters.get(1)));
            case 9 -> random.nextInt(4) == 0 ? new Softmax().on(a) : new Sin().on(a);
            case 10 -> random.nextInt(4) == 0 ? new Log().on(new Exp().on(new Tanh().on(a))) : centred(a);
            default -> function().on(a);
        };
    }

    private Node centred(Node a) {
        return a.minus(new Sum(Axes.of(all())).on(a).times(1e-3));
    }

    private Unary function() {
        return FUNCTIONS.get(random.nextInt(FUNCTIONS.size())).get();
    }

    private Node recent() {
        return nodes.get(Math.max(0, nodes.size() - 1 - random.nextInt(6)));
    }

    private Node row(int index) {
        return rows.get(index);
    }
}
