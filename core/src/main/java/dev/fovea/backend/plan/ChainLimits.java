package dev.fovea.backend.plan;

import dev.fovea.op.Cos;
import dev.fovea.op.Elu;
import dev.fovea.op.Exp;
import dev.fovea.op.Gelu;
import dev.fovea.op.Log;
import dev.fovea.op.Power;
import dev.fovea.op.Primitive;
import dev.fovea.op.Sigmoid;
import dev.fovea.op.Silu;
import dev.fovea.op.Sin;
import dev.fovea.op.Tanh;
import java.util.List;

/// How long chains may become.
final class ChainLimits {
    private static final int LINKS = 32;
    /// 16 KiB: with the blocks of some inputs they lie in the first cache.
    private static final int ROWS = 8;
    /// Exponentials that a chain may compute anew; the gradient of a primitive such as GELU takes as many.
    private static final int CURVES = 2;

    private ChainLimits() {}

    static boolean allow(List<Instruction> steps) {
        return steps.size() <= LINKS && Chain.of(steps, "").rows() <= ROWS
                && steps.stream().filter(step -> !step.backward()).filter(step -> isCurve(step.operation())).count()
                        <= (steps.getLast().backward() ? CURVES : LINKS);
    }

    private static boolean isCurve(Primitive operation) {
        return switch (operation) {
            case Exp _, Sigmoid _, Tanh _, Silu _, Gelu _, Elu _ -> true;
            default -> false;
        };
    }

    /// Whether computing it twice costs less than keeping it. What no loop on vectors computes takes tens of times as
    /// long as reading a float.
    static boolean mayRepeat(Primitive operation) {
        return switch (operation) {
            case Log _, Sin _, Cos _ -> false;
            case Power power -> power.exponent() == 2;
            default -> true;
        };
    }
}
