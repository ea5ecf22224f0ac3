package dev.fovea.lab.recipe;

import dev.fovea.data.Preprocessing;
import dev.fovea.data.augment.FlipLeftRight;
import dev.fovea.data.augment.RandomCrop;
import dev.fovea.data.source.Cifar10;
import dev.fovea.nn.Layer;
import dev.fovea.nn.Residual;
import dev.fovea.nn.Sequential;
import dev.fovea.optim.OneCycle;
import dev.fovea.optim.Sgd;
import dev.fovea.train.Fit;
import dev.fovea.zoo.Architecture;
import dev.fovea.zoo.Zoo;
import java.util.List;
import java.util.stream.Stream;

/// ResNets of 20 and 56 layers on CIFAR-10 for a few epochs, and the same layers without the shortcuts.
final class CifarDepth {
    private static final List<Integer> DEPTHS = List.of(20, 56);

    private CifarDepth() {}

    /// `cifar-depth-plain20`, `…-plain56`, `…-resnet20`, `…-resnet56`.
    static Stream<Recipes.Entry> entries() {
        return Stream.of(false, true).flatMap(residual -> DEPTHS.stream()
                .map(depth -> new Recipes.Entry(id(residual, depth), () -> recipe(residual, depth))));
    }

    private static String id(boolean residual, int depth) {
        return "cifar-depth-" + (residual ? "resnet" : "plain") + depth;
    }

    private static Recipe recipe(boolean residual, int depth) {
        Architecture resnet = Zoo.named("resnet" + depth);
        Layer layers = resnet.layers(resnet.input(), resnet.classes());
        String title = (residual ? "ResNet of " : "a plain network of ") + depth + " layers, 5 epochs";
        return Recipe.of(
                        id(residual, depth), title, Cifar10.SOURCE, resnet.input(), residual ? layers : plain(layers),
                        Fit.epochs(5)
                                .batch(128)
                                .optimizer(Sgd.of(OneCycle.of(.1)).momentum(.9).nesterov().weightDecay(1e-4))
                                .transforms(RandomCrop.of(4), FlipLeftRight.of()))
                .parts(Recipe.Parts::watchingTest)
                .preprocessing(Preprocessing::ofMeanStd)
                .published(Published.words("plain networks of 56 layers err more than those of 20, in training too;"
                        + " with shortcuts 8.75 % error with 20 and 6.97 % with 56 (He et al., 2016, figure 6)"))
                .notes(
                        "the plain network has the layers of the ResNet, without shortcuts",
                        "5 epochs where the paper has 164: the rate rises and falls once, to .1 at most",
                        "the test images are measured after each epoch, and nothing is chosen by them");
    }

    /// A shortcut is taken away: what is around it stays in its place.
    private static Layer plain(Layer layer) {
        return switch (layer) {
            case Sequential all -> new Sequential(all.layers().stream().map(CifarDepth::plain).toList());
            case Residual block -> Sequential.of(block.body(), block.activation());
            default -> layer;
        };
    }
}
