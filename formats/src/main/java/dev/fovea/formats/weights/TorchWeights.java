package dev.fovea.formats.weights;

import dev.fovea.backend.Backends;
import dev.fovea.data.Preprocessing;
import dev.fovea.io.FileException;
import dev.fovea.model.Model;
import dev.fovea.nn.Network;
import dev.fovea.tensor.Shape;
import dev.fovea.train.Codecs;
import dev.fovea.zoo.Architecture;
import dev.fovea.zoo.Zoo;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

/// Weights of torchvision's and timm's networks in networks of Fovea.
///
/// ```java
/// try (Weights weights = Weights.read(Path.of("resnet18.pth"))) {
///     Model model = TorchWeights.model(Zoo.named("resnet18"), weights);
///     model.save(Path.of("resnet18.safetensors"));
/// }
/// ```
///
/// Layers and tensors are walked side by side in the order of the computation, which the names tell. Filters, matrices
/// and the statistics of batch norm are laid out as Fovea has them; of a dense layer behind a flattened image the rows
/// are put in its order too. What does not fit is named, and nothing is half done.
public final class TorchWeights {
    /// Of each channel over ImageNet, as PyTorch's networks are trained.
    private static final float[] MEAN = {0.485f, 0.456f, 0.406f};

    private static final float[] DEVIATION = {0.229f, 0.224f, 0.225f};

    /// Networks by Google take values from −1 to 1.
    private static final List<String> CENTRED = List.of("inception", "googlenet");

    private static final float[] HALF = {0.5f, 0.5f, 0.5f};

    /// Networks of which torchvision and timm have another one of equal shapes.
    private static final Set<String> STRIDE_FIRST = Set.of("resnet50", "resnet101", "resnet152");

    private TorchWeights() {}

    /// A network as published, with the weights of a file and as many classes as that has, called `0`, `1`, …
    ///
    /// @throws FileException one line that names the first tensor that does not fit, and how many others
    public static Model model(Architecture architecture, Weights weights) {
        int classes = classes(architecture, weights);
        return model(
                architecture, weights, preprocessing(architecture),
                IntStream.range(0, classes).mapToObj(Integer::toString).toList());
    }

    /// A network for images of a preprocessing, with the weights of a file and named classes.
    ///
    /// @throws FileException as [#model(Architecture, Weights)] says
    /// @throws IllegalArgumentException if the network cannot take such images
    public static Model model(
            Architecture architecture, Weights weights, Preprocessing preprocessing, List<String> labels) {
        if (STRIDE_FIRST.contains(architecture.id())) {
            throw new FileException(architecture + " takes its strides in the first 1×1 convolution of a block, the"
                    + " network of that name in torchvision and timm in the 3×3, with equal shapes: take "
                    + architecture + "-v1.5");
        }
        Network network = architecture.network(preprocessing.shape(), labels.size());
        Map<String, Assignment> assignments = new HashMap<>();
        matching(network, weights).forEach(assignment -> assignments.put(assignment.variable(), assignment));
        return Model.of(
                architecture.id(), network, preprocessing, labels, Backends.shared(), Codecs.registered(),
                variable -> Objects.requireNonNull(assignments.get(variable)).tensor(weights));
    }

    /// Gives a model of any layers the weights of a file, all or none.
    ///
    /// @throws FileException as [#model(Architecture, Weights)] says
    public static void copy(Weights weights, Model model) {
        matching(model.network(), weights)
                .forEach(assignment -> model.write(assignment.variable(), assignment.tensor(weights)));
    }

    private static List<Assignment> matching(Network network, Weights weights) {
        try {
            return Matching.of(network, weights);
        } catch (FileException e) {
            throw new FileException(weights + " does not fit the network: " + e.getMessage(), e);
        }
    }

    /// The networks of the zoo that [#model(Architecture, Weights)] makes of the weights.
    public static List<Architecture> fitting(Weights weights) {
        long numbers = numbers(weights);
        return Zoo.all().stream()
                .filter(architecture -> isNear(numbers, architecture.published().parameters()))
                .filter(architecture -> isFitting(architecture, weights))
                .toList();
    }

    private static long numbers(Weights weights) {
        return weights.tensors().values().stream()
                .mapToLong(tensor -> tensor.shape().stream().reduce(1L, (a, b) -> a * b))
                .sum();
    }

    /// Whether they may be one network's, by their count alone: other classes and running statistics make a difference,
    /// and to build each network would take seconds.
    private static boolean isNear(long numbers, long published) {
        return numbers / 4 <= published && published / 4 <= numbers;
    }

    private static boolean isFitting(Architecture architecture, Weights weights) {
        if (STRIDE_FIRST.contains(architecture.id())) {
            return false;
        }
        try {
            Matching.of(architecture.network(architecture.input(), classes(architecture, weights)), weights);
            return true;
        } catch (FileException | IllegalArgumentException unfit) {
            return false;
        }
    }

    /// The outputs of the file's last product.
    private static int classes(Architecture architecture, Weights weights) {
        return Matching.ordered(weights).stream()
                .filter(module -> module.kind() == TorchModule.Kind.PRODUCT && !Matching.isAside(module))
                .reduce((_, last) -> last)
                .map(module -> module.tensors().get("weight"))
                .map(weight -> weight.shape().getFirst())
                .filter(outputs -> outputs > 0 && outputs <= Shape.MOST)
                .map(Math::toIntExact)
                .orElse(architecture.classes());
    }

    /// The pictures that the networks of torchvision and timm were trained on: the centre of 224 × 224 pixels of
    /// pictures of 256 × 256, other sizes in proportion, normalised by ImageNet's mean and deviation, or for GoogLeNet
    /// and Inception to −1 … 1. A network of other weights may want others: pass them to
    /// [#model(Architecture, Weights, Preprocessing, List)].
    public static Preprocessing preprocessing(Architecture architecture) {
        Shape input = architecture.input();
        boolean centred = CENTRED.stream().anyMatch(architecture.id()::startsWith);
        if (input.dim(2) != MEAN.length) {
            return Preprocessing.of(input);
        }
        Shape image = Shape.of(Math.round(input.dim(0) * 8 / 7f), Math.round(input.dim(1) * 8 / 7f), input.dim(2));
        return new Preprocessing(input, centred ? HALF : MEAN, centred ? HALF : DEVIATION)
                .cutFrom(image);
    }
}
