package dev.fovea.backend.plan;

import dev.fovea.graph.Value;
import dev.fovea.op.Binary;
import dev.fovea.op.Unary;
import dev.fovea.op.UnaryGradient;
import dev.fovea.tensor.Shape;
import java.util.List;

/// How an element-wise instruction reads an input.
public enum Elementwise {
    /// The element of the output's own place.
    SAME,
    /// One number for all places.
    SCALAR,
    /// A number for each place along the last axis.
    ROW,
    /// Neither: such an instruction is part of no chain.
    OTHER;

    /// How a shape is read where an output of another one is computed.
    public static Elementwise of(Shape input, Shape output) {
        if (input.equals(output)) {
            return SAME;
        }
        if (input.isBatched()) {
            return OTHER;
        }
        if (input.size() == 1) {
            return SCALAR;
        }
        boolean hasRows = output.rank() > (output.isBatched() ? 1 : 0);
        return hasRows && input.size() == input.dim(-1) && input.dim(-1) == output.dim(-1) ? ROW : OTHER;
    }

    /// Whether an instruction may be a link of a chain.
    static boolean is(Instruction instruction, List<Value> values) {
        return switch (instruction.operation()) {
            case Unary _, UnaryGradient _ -> true;
            case Binary _ -> {
                Shape output = values.get(instruction.output()).shape();
                List<Elementwise> inputs = instruction.inputs().stream()
                        .map(id -> of(values.get(id).shape(), output))
                        .toList();
                yield inputs.contains(SAME) && !inputs.contains(OTHER);
            }
            default -> false;
        };
    }
}
