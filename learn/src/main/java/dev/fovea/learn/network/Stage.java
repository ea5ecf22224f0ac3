package dev.fovea.learn.network;

import dev.fovea.op.Window;
import dev.fovea.tensor.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One thing that a network does with a picture, as a reader meets it: a convolution with its bias is one stage, and
/// its activation the next.
///
/// @param kind what it does
/// @param name of the operation, such as `ReLU` or `Convolution`
/// @param layer that it belongs to, as in the summary; empty for the image
/// @param inputs indices of the stages that it reads
/// @param shape of what it computes, for one sample
/// @param value the number of what it computes in [dev.fovea.nn.Network#trace]
/// @param window how it slides over its input, if it does
/// @param weights the name of its filters or weights, if it has any
/// @param bias the name of what it adds to each filter's sum, if anything
public record Stage(
        Kind kind, String name, String layer, List<Integer> inputs, Shape shape, int value, @Nullable Window window,
        @Nullable String weights, @Nullable String bias) {
    /// What stages do.
    public enum Kind {
        /// The picture as the network gets it.
        IMAGE,
        /// Windows times filters, plus a bias.
        CONVOLUTION,
        /// Each value apart becomes another.
        ACTIVATION,
        /// The greatest or the mean of each window.
        POOLING,
        /// The same values, another shape.
        FLATTEN,
        /// All values times weights, plus a bias.
        DENSE,
        /// Several inputs become one: a sum or a concatenation.
        JOIN,
        /// Anything else.
        OTHER
    }

    public Stage {
        inputs = List.copyOf(inputs);
    }

    /// How many values stages compute of one sample.
    static long values(List<Stage> stages) {
        return stages.stream().mapToLong(stage -> stage.shape().size()).sum();
    }

    Stage withBias(int sum, String bias) {
        return new Stage(kind, name, layer, inputs, shape, sum, window, weights, bias);
    }
}
