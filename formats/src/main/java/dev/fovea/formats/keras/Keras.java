package dev.fovea.formats.keras;

import dev.fovea.backend.Backends;
import dev.fovea.data.Preprocessing;
import dev.fovea.formats.keras.Assembly.Assembled;
import dev.fovea.io.FileException;
import dev.fovea.model.Model;
import dev.fovea.nn.Layer;
import dev.fovea.nn.Network;
import dev.fovea.nn.Sequential;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import dev.fovea.train.Codecs;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Reads networks that Keras saved, with their weights: `.keras` of Keras 3, and `.h5` of Keras 2 and 3.
///
/// ```java
/// Model model = Keras.read(Path.of("flowers.keras"));
/// model.predict(model.picture(Path.of("rose.jpg")));
/// ```
///
/// Sequential and functional networks are read, with one input and one output, and networks within them; a layer that
/// is called twice shares its weights. A chain becomes a [Sequential], all else a [dev.fovea.nn.LayerGraph];
/// layers keep their names. The network is trained on, drawn and saved as one that was written in Java.
///
/// - No code of the file is run: Lambda layers, layers of one's own and links to other files are refused.
/// - `Rescaling` and `Normalization` at the input become the model's [Preprocessing]. A model of Fovea takes pictures
///   with values from 0 to 1. Where the first layers bring values of 0 to 255 to about 1 (a factor below 0.1), as
///   `Rescaling(1/255)` does, that is taken off the factor; a network without such layers takes the values as they are.
/// - `SpatialDropout2D` becomes a dropout of values; noise and random changes of images are left out, as in inference.
///   Penalties of weights, the optimizer and `trainable` of other layers than batch normalisation belong to a training
///   and are not read.
/// - The classes are named `0`, `1`, …: the file does not know their names.
public final class Keras {
    private static final int MOST_OUTPUTS = 1 << 24;

    private Keras() {}

    /// @throws FileException one line: what cannot be read, and what to do
    public static Model read(Path file) {
        return model(file, null);
    }

    /// A network whose file leaves height and width open.
    ///
    /// @param input the shape of one image, height × width × channels
    /// @throws FileException one line: what cannot be read, and what to do
    public static Model read(Path file, Shape input) {
        return model(file, input);
    }

    /// Gives a network the weights of a file that holds nothing else, as `model.save_weights("name.weights.h5")` writes
    /// it. Layers with weights are taken in order, those of each kind (convolutions, depthwise ones, fully connected
    /// layers, normalisations) for themselves; their shapes must be equal.
    ///
    /// @throws FileException one line, if the file has other layers than the model; nothing is changed
    public static void readWeights(Path file, Model model) {
        WeightsInOrder.of(KerasFile.weights(file)).write(file.toString(), model);
    }

    private static Model model(Path path, @Nullable Shape input) {
        KerasFile file = KerasFile.read(path);
        try {
            return model(file, input);
        } catch (IllegalArgumentException | ArithmeticException | NegativeArraySizeException e) {
            throw new FileException(path + ": the network in it cannot be read: " + e.getMessage(), e);
        } catch (StackOverflowError e) {
            throw new FileException(path + ": the network in it cannot be read: its networks lie in each other without"
                    + " end", e);
        }
    }

    private static Model model(KerasFile file, @Nullable Shape input) {
        KerasNetwork described = KerasNetwork.of(file.model());
        Shape shape = input == null ? described.shape() : input;
        if (shape == null) {
            throw new IllegalArgumentException("its input has no fixed size: say one with Keras.read(file, shape)");
        }
        Assembly assembly = new Assembly(file.isOld());
        Assembled assembled = assembly.network(described, file.weights(), "", shape, true);
        Scaling scaling = assembled.leading() == null ? null : units(assembled.leading(), shape);
        Preprocessing before = scaling == null ? Preprocessing.of(shape) : scaling.preprocessing(shape);
        Layer layers = assembled.layer();
        Map<String, Tensor> numbers = assembly.numbers();
        if (before == null && scaling != null) {
            Converted first = scaling.layers();
            layers = Sequential.of(first.layer().named("scaling"), layers);
            first.numbers().forEach((suffix, tensor) -> numbers.put("scaling" + suffix, tensor));
        }
        Network network = new Network(shape, layers);
        requireAlike(network, numbers);
        if (network.output().size() > MOST_OUTPUTS) {
            throw new IllegalArgumentException("a network has at most 2²⁴ outputs: got " + network.output());
        }
        List<String> labels = IntStream.range(0, (int) network.output().size()).mapToObj(Integer::toString).toList();
        Model model = Model.of(
                file.model().name(), network, before == null ? Preprocessing.of(shape) : before, labels, Seed.of(0),
                Backends.shared(), Codecs.registered());
        numbers.forEach(model::write);
        return model;
    }

    private static Scaling units(Scaling leading, Shape shape) {
        return shape.rank() == 3 ? leading.ofUnits() : leading;
    }

    /// Before memory is taken: each variable of the network has numbers in the file, of its shape.
    private static void requireAlike(Network network, Map<String, Tensor> numbers) {
        require(network.parameters().shapes(), numbers);
        require(network.states().shapes(), numbers);
    }

    private static void require(Map<String, Shape> shapes, Map<String, Tensor> numbers) {
        shapes.forEach((name, shape) -> {
            Tensor tensor = numbers.get(name);
            // Constants of an activation have theirs already.
            boolean isConstant = tensor == null && name.endsWith(".weight") && shape.size() == 1;
            if (!isConstant && (tensor == null || !tensor.shape().equals(shape))) {
                throw new IllegalArgumentException("expected " + name + " of shape " + shape + ": got "
                        + (tensor == null ? "none" : tensor.shape()) + " among the weights of the file");
            }
        });
    }
}
