package dev.fovea.lab.recipe;

import dev.fovea.data.Preprocessing;
import dev.fovea.data.augment.Brightness;
import dev.fovea.data.augment.Contrast;
import dev.fovea.data.augment.FlipLeftRight;
import dev.fovea.data.augment.RandomCrop;
import dev.fovea.data.source.Cifar10;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Initializer;
import dev.fovea.nn.Layer;
import dev.fovea.nn.LocalResponseNorm;
import dev.fovea.nn.MaxPool2D;
import dev.fovea.nn.Penalised;
import dev.fovea.nn.Sequential;
import dev.fovea.optim.Adam;
import dev.fovea.optim.ConstantRate;
import dev.fovea.optim.Cosine;
import dev.fovea.optim.Milestones;
import dev.fovea.optim.Schedule;
import dev.fovea.tensor.Shape;
import dev.fovea.train.Fit;
import java.util.List;

/// The small AlexNet of TensorFlow's tutorial on CIFAR-10: distorted crops of 24×24, local response normalisation and a
/// penalty on the dense weights.
final class CifarAlex {
    private static final Shape PICTURE = Shape.of(32, 32, 3);
    private static final Shape CROP = Shape.of(24, 24, 3);
    private static final int LONG = 100_000;
    private static final int COMPARED = 10_000;
    private static final String DISTORTIONS = "filled in, not in the article's text: brightness ±63 grey steps,"
            + " contrast by a factor of .2 to 1.8 about the channel's mean";

    private static final String NORMALISATION =
            "filled in, not in the article's text: local response normalisation of radius 4, α = .001/9, β = .75";

    private static final String CENTRE =
            "tested on the centre crop of all 10,000 test images; the article divides by 10,112";

    private static final String PENALTY = "the penalty is .004, as in the article's code; its text says .04";

    private static final String COMPARISON = "our choice, the same with and without distortions: 10,000 steps, the rate"
            + " falling to a tenth after 60 % and 80 % of them";

    private static final Published PUBLISHED =
            Published.accuracy(.73, "precision @ 1 about .73; tens of seconds on a GTX 1080").in(Article.GEEK);

    private CifarAlex() {}

    /// 3,000 steps at a falling rate.
    static Recipe recipe() {
        return plain()
                .named("cifar-alex", "small AlexNet, distorted CIFAR-10, 3,000 steps")
                .fit(distorted(short3000(Cosine.of(1e-3))))
                .published(PUBLISHED.within(.01))
                .notes(
                        DISTORTIONS, NORMALISATION, CENTRE, PENALTY,
                        "mended: the rate falls to 0 along a cosine; for the constant rate see cifar-alex-plain");
    }

    /// 3,000 steps at a constant rate, as printed.
    static Recipe plain() {
        return Recipe.of(
                        "cifar-alex-plain", "cifar-alex at the constant rate, as printed", Cifar10.SOURCE, CROP,
                        layers(),
                        distorted(short3000(ConstantRate.of(1e-3))))
                .preprocessing(_ -> Preprocessing.of(CROP).cutFrom(PICTURE).standardising())
                .published(PUBLISHED)
                .notes(DISTORTIONS, NORMALISATION, CENTRE, PENALTY);
    }

    private static Fit short3000(Schedule schedule) {
        return Fit.epochs(8).steps(3_000).optimizer(Adam.of(schedule));
    }

    /// 100,000 steps with a falling rate.
    static Recipe longer() {
        return plain()
                .named("cifar-alex-long", "small AlexNet, distorted CIFAR-10, 100,000 steps")
                .fit(distorted(Fit.epochs(256).steps(LONG).optimizer(Adam.of(Milestones.of(1e-3)))))
                .published(Published.accuracy(.86, "precision @ 1 about .86").in(Article.GEEK).within(.01))
                .notes(
                        DISTORTIONS, NORMALISATION, CENTRE, PENALTY,
                        "filled in: the rate falls to a tenth after 60 % and 80 % of the steps, at 60,000 and 80,000");
    }

    /// 10,000 steps, to be compared with [#undistorted].
    static Recipe augmented() {
        return plain()
                .named("cifar-augment", "cifar-alex with distortions, 10,000 steps")
                .fit(distorted(compared()))
                .published(Published.accuracy(.89, "11 % error with augmentation, 17 % without (cuda-convnet)")
                        .in(Article.GEEK))
                .notes(
                        DISTORTIONS, NORMALISATION, CENTRE, PENALTY, COMPARISON, "compare it with cifar-augment-none");
    }

    /// The same on undistorted centre crops.
    static Recipe undistorted() {
        return plain()
                .named("cifar-augment-none", "cifar-alex without distortions, 10,000 steps")
                .fit(compared())
                .published(Published.accuracy(.83, "17 % error without augmentation, 11 % with (cuda-convnet)")
                        .in(Article.GEEK))
                .notes(
                        NORMALISATION, CENTRE, PENALTY, COMPARISON,
                        "trained on the centre crops alone; compare it with cifar-augment");
    }

    /// 3,000 steps without local response normalisation.
    static Recipe withoutNormalisation() {
        Recipe with = recipe();
        List<Layer> without = layers().layers().stream()
                .filter(layer -> !(layer instanceof LocalResponseNorm))
                .toList();
        return Recipe.of(
                        "cifar-alex-lrn-none", "cifar-alex without response normalisation", Cifar10.SOURCE, CROP,
                        new Sequential(without), with.fit())
                .preprocessing(with.preprocessing())
                .published(Published.words("local response normalisation lowers the top-1 error on ImageNet by 1.4"
                                + " points (of AlexNet's paper)")
                        .in(Article.GEEK))
                .notes(
                        DISTORTIONS, CENTRE, PENALTY,
                        "cifar-alex without its two layers of local response normalisation; compare it with"
                                + " cifar-alex");
    }

    private static Fit compared() {
        return Fit.epochs(26).steps(COMPARED).batch(128).optimizer(Adam.of(Milestones.of(1e-3)));
    }

    private static Fit distorted(Fit fit) {
        return fit.batch(128)
                .transforms(
                        RandomCrop.to(24, 24), FlipLeftRight.of(), Brightness.of(63 / 255d), Contrast.of(.2, 1.8));
    }

    private static Sequential layers() {
        Initializer narrow = Initializer.truncatedNormal(.05);
        Initializer wider = Initializer.truncatedNormal(.04);
        Initializer tenth = Initializer.constant(.1);
        LocalResponseNorm normalised = LocalResponseNorm.of(4, 1, .001 / 9, .75);
        return Sequential.of(
                Conv2D.of(64, 5).same().relu().weights(narrow),
                MaxPool2D.of(3).stride(2).same(),
                normalised,
                Conv2D.of(64, 5).same().relu().weights(narrow).bias(tenth),
                normalised,
                MaxPool2D.of(3).stride(2).same(),
                Flatten.of(),
                Penalised.l2(.004, Dense.of(384).relu().weights(wider).bias(tenth)),
                Penalised.l2(.004, Dense.of(192).relu().weights(wider).bias(tenth)),
                Dense.of(10).weights(Initializer.truncatedNormal(1 / 192d)));
    }
}
