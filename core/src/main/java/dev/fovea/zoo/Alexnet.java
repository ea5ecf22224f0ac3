package dev.fovea.zoo;

import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Dropout;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Initializer;
import dev.fovea.nn.Layer;
import dev.fovea.nn.LocalResponseNorm;
import dev.fovea.nn.MaxPool2D;
import dev.fovea.nn.Sequential;
import dev.fovea.tensor.Shape;
import java.util.List;

/// AlexNet (Krizhevsky et al., 2012): whole, and in the two groups in which it lay on two graphics cards.
///
/// Pooling comes before normalisation, as in the article's table; in the paper it comes after. The paper says
/// 224×224 pixels; 227×227 is what its strides need.
final class Alexnet {
    private static final String PAPER =
            "Krizhevsky, Sutskever, Hinton: ImageNet classification with deep convolutional neural networks, NIPS 2012";
    private static final Initializer WEIGHTS = Initializer.normal(0.01);

    private Alexnet() {}

    static List<Architecture> all() {
        return List.of(
                architecture(
                        "alexnet", "AlexNet in one piece", 1, 62_378_344, "1.135",
                        "imgclsmob, tests of its models; the layers in 227×227 images"),
                architecture(
                        "alexnet-groups", "AlexNet in its original two groups", 2, 60_965_224, "0.724",
                        "the paper's abstract, which says 60 million"));
    }

    private static Architecture architecture(
            String id, String title, int groups, long parameters, String multiplyAdds, String source) {
        return new Architecture(
                id, title, PAPER, Shape.of(227, 227, 3), 1000,
                Architecture.Published.of(parameters, multiplyAdds, source),
                (input, classes) -> layers(groups, classes));
    }

    private static Layer layers(int groups, int classes) {
        return Sequential.of(
                Conv2D.of(96, 11).stride(4).relu().weights(WEIGHTS),
                MaxPool2D.of(3).stride(2),
                norm(),
                conv(256, 5).groups(groups).bias(Initializer.ones()),
                MaxPool2D.of(3).stride(2),
                norm(),
                conv(384, 3),
                conv(384, 3).groups(groups).bias(Initializer.ones()),
                conv(256, 3).groups(groups).bias(Initializer.ones()),
                MaxPool2D.of(3).stride(2),
                Flatten.of(),
                Dense.of(4096).relu().weights(WEIGHTS).bias(Initializer.ones()),
                Dropout.of(0.5),
                Dense.of(4096).relu().weights(WEIGHTS).bias(Initializer.ones()),
                Dropout.of(0.5),
                Dense.of(classes).weights(WEIGHTS));
    }

    private static Conv2D conv(int filters, int size) {
        return Conv2D.of(filters, size).padding(size / 2).relu().weights(WEIGHTS);
    }

    /// n = 5, k = 2, α = 1e−4, β = 0.75.
    private static Layer norm() {
        return LocalResponseNorm.of(2, 2, 1e-4, 0.75);
    }
}
