package dev.fovea.nn;

import dev.fovea.op.Log;
import dev.fovea.op.Mean;
import dev.fovea.op.Node;
import dev.fovea.op.Relu;
import dev.fovea.op.Reshaping;
import dev.fovea.op.Sigmoid;
import dev.fovea.op.Softmax;

/// What the numbers at the end of a network are, as its last layers say.
public enum OutputKind {
    /// Any numbers, of which softmax makes probabilities; logarithms of probabilities too, of which it makes these
    /// again.
    LOGITS,
    /// One distribution: each from 0 to 1, in all 1. Such a network ends in softmax.
    PROBABILITIES,
    /// Each a probability by itself, from 0 to 1, whatever the others are. Such a network ends in sigmoid.
    SEPARATE_PROBABILITIES;

    /// What a network's output is.
    static OutputKind of(Node output) {
        OutputKind kind = alongLastAxis(output);
        boolean oneRow = output.shape().sample().size() == output.shape().dim(-1);
        return kind == PROBABILITIES && !oneRow ? SEPARATE_PROBABILITIES : kind;
    }

    /// What the values along the last axis are. A mean of distributions is one; rows that are cut or joined are none.
    private static OutputKind alongLastAxis(Node node) {
        return switch (node.operation()) {
            case Softmax _ -> PROBABILITIES;
            case Sigmoid _ -> SEPARATE_PROBABILITIES;
            case Mean mean when !mean.axes().contains(node.input(0).shape().rank() - 1) -> alongLastAxis(node.input(0));
            case Reshaping _ -> {
                OutputKind kind = alongLastAxis(node.input(0));
                boolean sameRows = node.input(0).shape().dim(-1) == node.shape().dim(-1);
                yield kind == PROBABILITIES && !sameRows ? SEPARATE_PROBABILITIES : kind;
            }
            default -> LOGITS;
        };
    }

    /// Numbers of which softmax makes the outputs' shares of their sum: ln max(p, 1.2e−38) of probabilities p.
    Node logits(Node output) {
        return switch (this) {
            case LOGITS -> output;
            case PROBABILITIES, SEPARATE_PROBABILITIES ->
                new Log().on(new Relu().on(output.plus(-Float.MIN_NORMAL)).plus(Float.MIN_NORMAL));
        };
    }
}
