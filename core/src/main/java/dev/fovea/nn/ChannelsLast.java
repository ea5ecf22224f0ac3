package dev.fovea.nn;

import dev.fovea.op.Node;
import dev.fovea.op.Transpose;

/// Turns channels × height × width images into height × width × channels.
public record ChannelsLast() implements Layer {
    public static ChannelsLast of() {
        return new ChannelsLast();
    }

    @Override
    public Node build(Node x, Scope scope) {
        return Transpose.channelsLast().on(x);
    }

    @Override
    public String toString() {
        return "ChannelsLast.of()";
    }
}
