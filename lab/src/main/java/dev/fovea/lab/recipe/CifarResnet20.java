package dev.fovea.lab.recipe;

import dev.fovea.data.Preprocessing;
import dev.fovea.data.augment.FlipLeftRight;
import dev.fovea.data.augment.RandomCrop;
import dev.fovea.data.source.Cifar10;
import dev.fovea.data.source.Cifar100;
import dev.fovea.data.source.Source;
import dev.fovea.optim.OneCycle;
import dev.fovea.optim.Sgd;
import dev.fovea.train.Fit;
import dev.fovea.zoo.Architecture;
import dev.fovea.zoo.Zoo;

/// ResNet-20 on CIFAR-10, with the paper's crops and flips in 20 epochs instead of 164, and the same on CIFAR-100.
final class CifarResnet20 {
    private CifarResnet20() {}

    static Recipe recipe() {
        return recipe("cifar-resnet20", "ResNet-20 on CIFAR-10, flips and crops, 20 epochs", Cifar10.SOURCE, 10)
                .published(Published.accuracy(
                                .9125, "8.75 % error after 64,000 steps, 164 epochs (He et al., 2016, table 6)")
                        .atLeast(.87))
                .notes(
                        "an eighth of the paper's epochs: the rate rises and falls once, to .2 at most; Nesterov"
                                + " momentum .9",
                        "the bar is .87, for so much shorter a training",
                        "weight decay 5e−4 where the paper has 1e−4 for its longer training");
    }

    /// A hundred classes.
    static Recipe hundred() {
        return recipe("cifar-100", "ResNet-20 on CIFAR-100, flips and crops", Cifar100.SOURCE, 100)
                .notes(
                        "network and training are those of cifar-resnet20, with an output for each of the hundred fine"
                                + " classes; nothing was chosen for these images",
                        "nobody here has published a figure for it: the paper of ResNet has none for CIFAR-100");
    }

    private static Recipe recipe(String id, String title, Source source, int classes) {
        Architecture resnet = Zoo.named("resnet20");
        return Recipe.of(
                        id, title, source, resnet.input(), resnet.layers(resnet.input(), classes),
                        Fit.epochs(20)
                                .batch(128)
                                .optimizer(Sgd.of(OneCycle.of(.2)).momentum(.9).nesterov().weightDecay(5e-4))
                                .transforms(RandomCrop.of(4), FlipLeftRight.of()))
                .preprocessing(Preprocessing::ofMeanStd);
    }
}
