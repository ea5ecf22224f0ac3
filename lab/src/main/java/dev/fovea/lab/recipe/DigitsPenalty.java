package dev.fovea.lab.recipe;

import dev.fovea.data.source.Digits;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Layer;
import dev.fovea.nn.Penalised;
import dev.fovea.nn.Sequential;
import dev.fovea.optim.Adam;
import dev.fovea.tensor.Shape;
import dev.fovea.train.Fit;

/// One dense layer on the built-in digits, whose 640 weights are penalised in one of two ways or not at all: an L1
/// penalty brings many of them to 0, an L2 penalty makes all of them small.
final class DigitsPenalty {
    private static final double L1 = .01;
    private static final double L2 = .05;

    private DigitsPenalty() {}

    static Recipe none() {
        return recipe("digits-softmax", "one dense layer on the digits", Dense.of(10), "without a penalty");
    }

    static Recipe l1() {
        return recipe("digits-softmax-l1", "one dense layer on the digits, L1", Penalised.l1(L1, Dense.of(10)),
                "the penalty is .01 · Σ|w|");
    }

    static Recipe l2() {
        return recipe("digits-softmax-l2", "one dense layer on the digits, L2", Penalised.l2(L2, Dense.of(10)),
                "the penalty is .05 · Σw² / 2");
    }

    private static Recipe recipe(String id, String title, Layer dense, String penalty) {
        return Recipe.of(
                        id, title, Digits.SOURCE, Shape.of(8, 8, 1), Sequential.of(Flatten.of(), dense),
                        Fit.epochs(100).batch(32).optimizer(Adam.of(1e-2)))
                .published(Published.words("an L1 penalty makes most weights 0, an L2 penalty keeps all of them small,"
                                + " without figures")
                        .in(Article.GEEK))
                .notes(penalty, "our choice, the same for all three: Adam at a rate of .01, 100 epochs");
    }
}
