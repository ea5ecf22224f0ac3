package dev.fovea.nn;

import dev.fovea.op.Concatenate;
import dev.fovea.op.Node;
import java.util.List;

/// How several outputs become one.
public enum Merge {
    /// One behind the other along the channels; flat outputs become one longer output.
    DEPTH,
    /// Images one below the other.
    ROWS,
    /// Images side by side.
    COLUMNS,
    /// Value by value.
    SUM;

    Node of(List<Node> outputs) {
        Node first = outputs.getFirst();
        return switch (this) {
            case DEPTH -> join(first.shape().rank() - 1, outputs);
            case ROWS -> join(1, outputs);
            case COLUMNS -> join(2, outputs);
            case SUM -> sum(outputs);
        };
    }

    private Node join(int axis, List<Node> outputs) {
        int rank = outputs.getFirst().shape().rank();
        if (this != DEPTH && rank != 4) {
            throw new IllegalArgumentException("Merge." + this + " expects images, height × width × channels: got "
                    + outputs.getFirst().shape().sample() + "; join flat outputs with Merge.DEPTH");
        }
        return new Concatenate(axis).on(outputs.toArray(Node[]::new));
    }

    private static Node sum(List<Node> outputs) {
        Node sum = outputs.getFirst();
        for (Node output : outputs.subList(1, outputs.size())) {
            if (!output.shape().equals(sum.shape())) {
                throw new IllegalArgumentException("Merge.SUM expects outputs of one shape: got " + sum.shape().sample()
                        + " and " + output.shape().sample());
            }
            sum = sum.plus(output);
        }
        return sum;
    }
}
