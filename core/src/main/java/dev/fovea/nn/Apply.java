package dev.fovea.nn;

import dev.fovea.op.Node;
import dev.fovea.op.Operation;
import java.util.List;

/// An operation as a layer, with as many inputs as the operation has: where a [LayerGraph] needs what no layer does.
/// Axes count the batch axis as 0.
///
/// Those of [Operations] can be saved.
public record Apply(Operation operation) implements Layer {
    public static Apply of(Operation operation) {
        return new Apply(operation);
    }

    @Override
    public Node build(Node x, Scope scope) {
        return operation.on(x);
    }

    @Override
    public Node build(List<Node> inputs, Scope scope) {
        return operation.on(inputs.toArray(Node[]::new));
    }

    @Override
    public String type() {
        return operation.label();
    }

    @Override
    public String toString() {
        return "Apply.of(" + OperationCall.of(operation) + ")";
    }
}
