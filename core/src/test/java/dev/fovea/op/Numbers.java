package dev.fovea.op;

import dev.fovea.tensor.Tensor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The numbers that stand in a graph: its constants' values and its operations' attributes.
final class Numbers {
    private final int changed;
    private final List<Float> seen = new ArrayList<>();
    private final Map<Node, Node> copies = new HashMap<>();

    private Numbers(int changed) {
        this.changed = changed;
    }

    static List<Float> of(Node output) {
        Numbers numbers = new Numbers(-1);
        numbers.copy(output);
        return numbers.seen;
    }

    /// The same graph with one number a twentieth greater.
    static Node changed(Node output, int index) {
        return new Numbers(index).copy(output);
    }

    private Node copy(Node node) {
        Node copy = copies.get(node);
        if (copy == null) {
            List<Node> inputs = node.inputs().stream().map(this::copy).toList();
            Operation operation = copy(node.operation());
            boolean same = operation == node.operation() && inputs.equals(node.inputs());
            copy = same ? node : Node.of(operation, inputs);
            copies.put(node, copy);
        }
        return copy;
    }

    private Operation copy(Operation operation) {
        int before = seen.size();
        if (operation instanceof Constant(Tensor value)) {
            float[] values = value.values().clone();
            for (int i = 0; i < values.length; i++) {
                values[i] = next(values[i]);
            }
            return isIn(before) ? new Constant(new Tensor(value.shape(), values)) : operation;
        }
        RecordComponent[] components = operation.getClass().getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        try {
            for (int i = 0; i < values.length; i++) {
                types[i] = components[i].getType();
                values[i] = components[i].getAccessor().invoke(operation);
                if (values[i] instanceof Float number) {
                    values[i] = next(number);
                }
            }
            return isIn(before)
                    ? (Operation) operation.getClass().getDeclaredConstructor(types).newInstance(values)
                    : operation;
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof IllegalArgumentException refused ? refused : new IllegalStateException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean isIn(int before) {
        return changed >= before && changed < seen.size();
    }

    private float next(float number) {
        seen.add(number);
        return seen.size() - 1 != changed ? number : number == 0 ? 0.05f : 1.05f * number;
    }
}
