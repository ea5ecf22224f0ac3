package dev.fovea.nn;

import dev.fovea.op.Node;
import dev.fovea.op.Tanh;

/// y = amplitude · tanh(slope · x). With 1.7159 and 2/3 it is the squashing function of LeNet-5: f(1) = 1,
/// f(−1) = −1, and the slope is greatest between (LeCun et al., 1998, appendix A).
public record ScaledTanh(float amplitude, float slope) implements Activation {
    public ScaledTanh {
        if (!(amplitude > 0 && Float.isFinite(amplitude) && slope > 0 && Float.isFinite(slope))) {
            throw new IllegalArgumentException(
                    "amplitude and slope must be finite and above 0: got amplitude=" + amplitude + ", slope=" + slope);
        }
    }

    /// 1.7159 · tanh(2x / 3).
    public static ScaledTanh of() {
        return of(1.7159, 2.0 / 3);
    }

    public static ScaledTanh of(double amplitude, double slope) {
        return new ScaledTanh((float) amplitude, (float) slope);
    }

    @Override
    public Node build(Node x, Scope scope) {
        return new Tanh().on(x.times(slope)).times(amplitude);
    }

    @Override
    public String toString() {
        return equals(of()) ? "ScaledTanh.of()" : "ScaledTanh.of(" + amplitude + ", " + slope + ")";
    }
}
