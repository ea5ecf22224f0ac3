package dev.fovea.op;

import dev.fovea.tensor.Shape;
import java.util.List;

/// A value in a computation graph: an operation applied to other nodes. Nodes are equal only to
/// themselves; a node that two others read is computed once.
public final class Node {
    private final Operation operation;
    private final List<Node> inputs;
    private final Shape shape;

    private Node(Operation operation, List<Node> inputs, Shape shape) {
        this.operation = operation;
        this.inputs = inputs;
        this.shape = shape;
    }

    static Node of(Operation operation, List<Node> inputs) {
        List<Shape> shapes = inputs.stream().map(Node::shape).toList();
        return new Node(operation, List.copyOf(inputs), operation.shape(shapes));
    }

    public Operation operation() {
        return operation;
    }

    public List<Node> inputs() {
        return inputs;
    }

    public Node input(int index) {
        return inputs.get(index);
    }

    public Shape shape() {
        return shape;
    }

    public Node plus(Node other) {
        return new Add().on(this, other);
    }

    public Node minus(Node other) {
        return new Subtract().on(this, other);
    }

    public Node times(Node other) {
        return new Multiply().on(this, other);
    }

    public Node over(Node other) {
        return new Divide().on(this, other);
    }

    public Node times(double factor) {
        return times(Constant.of(factor));
    }

    public Node plus(double term) {
        return plus(Constant.of(term));
    }

    @Override
    public String toString() {
        return operation + " : " + shape;
    }
}
