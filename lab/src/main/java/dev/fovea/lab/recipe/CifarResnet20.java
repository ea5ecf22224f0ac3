package dev.fovea.lab.recipe;

import dev.fovea.data.Preprocessing;
import dev.fovea.data.augment.FlipLeftRight;
import dev.fovea.data.augment.RandomCrop;
import dev.fovea.data.source.Cifar10;
import dev.fovea.optim.OneCycle;
import dev.fovea.optim.Sgd;
import dev.fovea.train.Fit;
import dev.fovea.zoo.Architecture;
import dev.fovea.zoo.Zoo;

/// ResNet-20 on CIFAR-10 with the paper's crops and flips, in 20 epochs instead of 164.
final class CifarResnet20 {
    private CifarResnet20() {}

    static Recipe recipe() {
        Architecture resnet = Zoo.named("resnet20");
        return Recipe.of(
                        "cifar-resnet20", "ResNet-20 on CIFAR-10, flips and crops, 20 epochs", Cifar10.SOURCE,
                        resnet.input(),
                        resnet.layers(resnet.input(), resnet.classes()),
                        Fit.epochs(20)
                                .batch(128)
                                .optimizer(Sgd.of(OneCycle.of(.2)).momentum(.9).nesterov().weightDecay(5e-4))
                                .transforms(RandomCrop.of(4), FlipLeftRight.of()))
                .preprocessing(Preprocessing::ofMeanStd)
                .published(Published.accuracy(
                                .9125, "8.75 % error after 64,000 steps, 164 epochs (He et al., 2016, table 6)")
                        .atLeast(.87))
                .notes(
                        "an eighth of the paper's epochs: the rate rises and falls once, to .2 at most; Nesterov"
                                + " momentum .9",
                        "the bar is .87, for so much shorter a training",
                        "weight decay 5e−4 where the paper has 1e−4 for its longer training");
    }
}
