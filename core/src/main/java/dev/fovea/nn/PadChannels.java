package dev.fovea.nn;

import dev.fovea.op.Node;
import dev.fovea.op.Pad;

/// x with channels of zeros after its own, so that a shortcut widens without parameters (He et al., 2016,
/// option A): h × w × c becomes h × w × (c + channels).
public record PadChannels(int channels) implements Layer {
    public PadChannels {
        if (channels < 1) {
            throw new IllegalArgumentException("channels of zeros must be at least 1: got " + channels);
        }
    }

    public static PadChannels of(int channels) {
        return new PadChannels(channels);
    }

    @Override
    public Node build(Node x, Scope scope) {
        return Pad.zero(x.shape().rank() - 1, 0, channels).on(x);
    }

    @Override
    public String toString() {
        return "PadChannels.of(" + channels + ")";
    }
}
