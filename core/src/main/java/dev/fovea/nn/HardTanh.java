package dev.fovea.nn;

import dev.fovea.op.Clamp;
import dev.fovea.op.Node;

/// y = min(max(x, least), most): values within bounds. See [Clamp].
public record HardTanh(float least, float most) implements Activation {
    public HardTanh {
        var _ = new Clamp(least, most);
    }

    /// From −1 to 1.
    public static HardTanh of() {
        return of(-1, 1);
    }

    public static HardTanh of(double least, double most) {
        return new HardTanh((float) least, (float) most);
    }

    @Override
    public Node build(Node x, Scope scope) {
        return new Clamp(least, most).on(x);
    }

    @Override
    public String toString() {
        return "HardTanh.of(" + (equals(of()) ? "" : least + ", " + most) + ")";
    }
}
