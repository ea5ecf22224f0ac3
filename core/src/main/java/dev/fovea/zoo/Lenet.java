package dev.fovea.zoo;

import dev.fovea.nn.Activation;
import dev.fovea.nn.AveragePool2D;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Initializer;
import dev.fovea.nn.Layer;
import dev.fovea.nn.RadialBasis;
import dev.fovea.nn.ScaledTanh;
import dev.fovea.nn.Sequential;
import dev.fovea.nn.Subsample2D;
import dev.fovea.nn.TableConv2D;
import dev.fovea.tensor.Shape;
import java.util.List;

/// LeNet-5, the network that read cheques (LeCun et al., 1998): as it was, and as it is usually built today.
///
/// The original wants pixels of −0.1 for paper and 1.175 for ink, 28×28 digits in the middle of 32×32. Each of its
/// layers is named as in the paper. Its weights start uniform within ±2.4 / fan-in (appendix A).
final class Lenet {
    private static final String PAPER =
            "LeCun, Bottou, Bengio, Haffner: Gradient-based learning applied to document recognition, 1998";
    private static final Shape INPUT = Shape.of(32, 32, 1);
    private static final int DIGITS = 10;
    private static final double START = 2.4;

    /// The paper's table I: the maps of S2 that each map of C3 sees.
    private static final List<List<Integer>> CONNECTIONS = List.of(
            List.of(0, 1, 2), List.of(1, 2, 3), List.of(2, 3, 4), List.of(3, 4, 5), List.of(0, 4, 5), List.of(0, 1, 5),
            List.of(0, 1, 2, 3), List.of(1, 2, 3, 4), List.of(2, 3, 4, 5), List.of(0, 3, 4, 5), List.of(0, 1, 4, 5),
            List.of(0, 1, 2, 5), List.of(0, 1, 3, 4), List.of(1, 2, 4, 5), List.of(0, 2, 3, 5),
            List.of(0, 1, 2, 3, 4, 5));

    private Lenet() {}

    static List<Architecture> all() {
        return List.of(
                new Architecture(
                        "lenet5-1998", "LeNet-5 of 1998, partial connections, radial basis output", PAPER, INPUT,
                        DIGITS, new Architecture.Published(60_000, null, "the paper, section II-B"), Lenet::original),
                new Architecture(
                        "lenet5", "LeNet-5 with full connections and a dense output", PAPER, INPUT, DIGITS,
                        new Architecture.Published(61_706, null, "156 + 2,416 + 48,120 + 10,164 + 850"),
                        Lenet::modern));
    }

    private static Layer original(Shape input, int classes) {
        if (!input.equals(INPUT) || classes > DIGITS) {
            throw new IllegalArgumentException("lenet5-1998 takes images of " + INPUT + " and at most " + DIGITS
                    + " classes, for which it has codes: got " + input + " and " + classes + "; lenet5 takes others");
        }
        Initializer start = Initializer.fanInUniform(START);
        // Four inputs share a coefficient.
        Initializer coefficients = Initializer.uniform(START / 4);
        return Sequential.of(
                Conv2D.of(6, 5).weights(start).named("c1"), ScaledTanh.of(),
                Subsample2D.of(2).weights(coefficients).named("s2"), ScaledTanh.of(),
                TableConv2D.of(5, CONNECTIONS).weights(start).named("c3"), ScaledTanh.of(),
                Subsample2D.of(2).weights(coefficients).named("s4"), ScaledTanh.of(),
                Conv2D.of(120, 5).weights(start).named("c5"), ScaledTanh.of(),
                Flatten.of(),
                Dense.of(DigitCodes.LENGTH).weights(start).named("f6"), ScaledTanh.of(),
                new RadialBasis(DigitCodes.codes().subList(0, classes)).named("output"));
    }

    private static Layer modern(Shape input, int classes) {
        return Sequential.of(
                Conv2D.of(6, 5).activation(Activation.TANH),
                AveragePool2D.of(2),
                Conv2D.of(16, 5).activation(Activation.TANH),
                AveragePool2D.of(2),
                Flatten.of(),
                Dense.of(120).activation(Activation.TANH),
                Dense.of(84).activation(Activation.TANH),
                Dense.of(classes));
    }
}
