package dev.fovea.nn;

import dev.fovea.op.Node;
import dev.fovea.op.SampleMask;

/// In training sets all values of a share of the samples to 0 and scales the others up; otherwise changes nothing. As
/// the last layer of a [Residual]'s body it takes the body away from these samples, so that the network is shallower
/// for them (Huang et al., "Deep networks with stochastic depth", 2016, which scales in prediction instead).
///
/// @param rate the share that is dropped
public record StochasticDepth(float rate) implements Layer {
    public StochasticDepth {
        var _ = new SampleMask(rate, 0);
    }

    public static StochasticDepth of(double rate) {
        return new StochasticDepth((float) rate);
    }

    @Override
    public Node build(Node x, Scope scope) {
        int stream = scope.stream();
        return scope.isTraining() && rate > 0 ? new SampleMask(rate, stream).on(x) : x;
    }

    @Override
    public String toString() {
        return "StochasticDepth.of(" + rate + ")";
    }
}
