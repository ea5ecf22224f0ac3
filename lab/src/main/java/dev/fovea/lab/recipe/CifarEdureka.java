package dev.fovea.lab.recipe;

import dev.fovea.data.Subset;
import dev.fovea.data.TrainTestSplit;
import dev.fovea.data.source.Cifar10;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Dropout;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.MaxPool2D;
import dev.fovea.nn.Sequential;
import dev.fovea.optim.Adam;
import dev.fovea.optim.Piecewise;
import dev.fovea.tensor.Shape;
import dev.fovea.train.Fit;

/// Four convolutions on CIFAR-10 for 60 epochs; measured on the test images after each epoch, as in the article.
final class CifarEdureka {
    private static final int VALIDATION = 5_000;

    private static final Published PUBLISHED = Published.accuracy(
            .7881, "accuracy .7881; .7912 in 8 m 4 s on a GTX 1070, .7891 in 3 h 30 m on an i7-7700HQ")
            .in(Article.EDUREKA);

    private static final String FILLED = "filled in, not in the article's text: dropout, dense layers, and the rates, a"
            + " tenth of 1e−3 from epoch 21, a hundredth from epoch 41";

    private static final String SOFTMAX =
            "the article applies softmax twice, as its losses show: once here, as was meant";

    private static final String SHUFFLED = "mended: the images are shuffled in each epoch; the article trains in the"
            + " order of the file, see cifar-edureka-plain";

    private static final String TESTED = "the test images are measured after each epoch, as in the article: the log's"
            + " validation columns are theirs, and best.safetensors is the best by them; the figure is that of the last"
            + " weights, and cifar-edureka-best chooses its epoch by held-out images";

    private CifarEdureka() {}

    /// All training images train; the last weights count.
    static Recipe recipe() {
        return Recipe.of(
                        "cifar-edureka", "four convolutions on CIFAR-10, 60 epochs", Cifar10.SOURCE,
                        Shape.of(32, 32, 3), layers(),
                        Fit.epochs(60)
                                .batch(128)
                                .optimizer(Adam.of(Piecewise.of(1e-3).then(20, 1e-4).then(40, 1e-5))))
                .parts(Recipe.Parts::watchingTest)
                .published(PUBLISHED.within(.01))
                .scalars("loss", "accuracy", "Accuracy/test", 10)
                .notes(FILLED, SOFTMAX, SHUFFLED, TESTED);
    }

    /// In the order of the file, as printed.
    static Recipe plain() {
        return recipe()
                .named("cifar-edureka-plain", "cifar-edureka in the order of the file")
                .fit(recipe().fit().unshuffled())
                .published(PUBLISHED)
                .notes(FILLED, SOFTMAX, "the images keep the order of the file in each epoch, as in the article",
                        TESTED);
    }

    /// The article's "save when better", by 5,000 training images that do not train.
    static Recipe best() {
        return recipe()
                .named("cifar-edureka-best", "cifar-edureka, the best epoch on held-out images")
                .parts(CifarEdureka::validated)
                .scalars("loss", "accuracy", "validation/accuracy", 10)
                .notes(
                        FILLED, SOFTMAX, SHUFFLED,
                        "the last 5,000 training images do not train: they are measured after each epoch, and"
                                + " best.safetensors is the best by them");
    }

    private static Recipe.Parts validated(TrainTestSplit data) {
        int train = data.train().size() - VALIDATION;
        return new Recipe.Parts(
                Subset.first(data.train(), train), Subset.range(data.train(), train, data.train().size()), data.test());
    }

    private static Sequential layers() {
        return Sequential.of(
                Conv2D.of(32, 3).same().relu(),
                Conv2D.of(64, 3).same().relu(),
                MaxPool2D.of(2),
                Dropout.of(.25),
                Conv2D.of(128, 3).same().relu(),
                MaxPool2D.of(2),
                Conv2D.of(128, 2).same().relu(),
                MaxPool2D.of(2),
                Dropout.of(.25),
                Flatten.of(),
                Dense.of(1500).relu(),
                Dropout.of(.5),
                Dense.of(10));
    }
}
