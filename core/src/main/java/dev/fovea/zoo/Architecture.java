package dev.fovea.zoo;

import dev.fovea.nn.Layer;
import dev.fovea.nn.Network;
import dev.fovea.tensor.Shape;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// A published network by name, which builds its layers for any images and classes that it can take.
///
/// ```java
/// Architecture resnet = Zoo.named("resnet20");
/// Model model = Model.of(resnet.layers(Shape.of(64, 64, 3), 5), Shape.of(64, 64, 3), Seed.of(1));
/// ```
///
/// @param id as commands take it
/// @param title one line that says what it is
/// @param paper where it was published
/// @param input the shape of one image as published
/// @param classes as published
/// @param published the size that it must have at `input` and `classes`
/// @param builder makes the layers
public record Architecture(
        String id, String title, String paper, Shape input, int classes, Published published, Builder builder) {
    /// Whose counts most are.
    static final String TORCHVISION = "torchvision, table of pre-trained weights";

    /// What others have counted.
    ///
    /// @param parameters trained numbers
    /// @param multiplyAdds of one image, in 10⁹, to the digits that were published; null where none were
    /// @param source whose count it is
    public record Published(long parameters, @Nullable BigDecimal multiplyAdds, String source) {
        /// @param multiplyAdds such as `15.47`
        static Published of(long parameters, String multiplyAdds, String source) {
            return new Published(parameters, new BigDecimal(multiplyAdds), source);
        }
    }

    /// Makes the layers of a network for images of a shape; its output is logits, one for each class.
    @FunctionalInterface
    public interface Builder {
        Layer layers(Shape input, int classes);
    }

    /// The network as published.
    public Network network() {
        return network(input, classes);
    }

    /// The network for other images or classes.
    ///
    /// @throws IllegalArgumentException if it cannot take them, saying why
    public Network network(Shape input, int classes) {
        return new Network(input, layers(input, classes));
    }

    /// The layers for images of a shape.
    ///
    /// @param input height × width × channels
    /// @throws IllegalArgumentException if the network cannot take them, saying why
    public Layer layers(Shape input, int classes) {
        if (input.rank() != 3 || input.isBatched() || classes < 1) {
            throw new IllegalArgumentException(
                    id + " takes images of height × width × channels and at least 1 class: got " + input + " and "
                            + classes);
        }
        Layer layers = builder.layers(input, classes);
        // As published they fit, which a test holds; building a graph to see it would cost each start.
        if (!input.equals(this.input)) {
            requireFit(layers, input);
        }
        return layers;
    }

    private void requireFit(Layer layers, Shape input) {
        try {
            var _ = new Network(input, layers).output();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    id + " cannot take images of " + input + " (published: " + this.input + "): " + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return id;
    }
}
