package dev.fovea.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.data.ArrayDataset;
import dev.fovea.data.Dataset;
import dev.fovea.model.Model;
import dev.fovea.op.Padding;
import dev.fovea.op.Pooling;
import dev.fovea.optim.Sgd;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import dev.fovea.train.Fit;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class NetworkTest {
    static Stream<Arguments> misfits() {
        Shape image = Shape.of(8, 8, 3);
        Shape flat = Shape.of(12);
        return Stream.of(
                Arguments.of(
                        Dense.of(3), image, "Dense.of(3) expects a flat input: got 8×8×3; put Flatten.of() before it"),
                Arguments.of(
                        Conv2D.of(3, 3), flat, "Conv2D.of(3, 3) expects images, height × width × channels: got 12"),
                Arguments.of(Conv2D.of(4, 3).groups(2), image, "groups must divide channels: got groups=2, channels=3"),
                Arguments.of(Conv2D.of(4, 9), image, "8"),
                Arguments.of(MaxPool2D.of(2), flat, "12"),
                Arguments.of(MaxPool2D.of(9), image, "8"),
                Arguments.of(new AveragePool2D(Pooling.of(2, 2).padding(Padding.of(2))), image,
                        "padding must be smaller than the pooling window"),
                Arguments.of(Residual.of(Conv2D.of(3, 3)), image,
                        "body and shortcut must have one shape: got 6×6×3 and 8×8×3; give the shortcut a 1×1"
                                + " convolution"),
                Arguments.of(Branches.of(Conv2D.of(3, 3), Conv2D.of(3, 1)), image, "6"),
                Arguments.of(Reshape.of(5, 5), image, "5"),
                Arguments.of(Split.columns(Flatten.of(), Flatten.of(), Flatten.of()), image,
                        "Split cannot cut the 8 columns of 8×8×3 into 3 equal parts: give extents that add up to 8"),
                Arguments.of(Split.rows(Flatten.of(), Flatten.of()).extents(3, 4), image,
                        "Split cannot cut the 8 rows of 8×8×3 into [3, 4]: give extents that add up to 8"),
                Arguments.of(Split.rows(Flatten.of()), flat, "expects images, height × width × channels: got 12"),
                Arguments.of(Split.channels(Dense.of(1), Dense.of(1)).merge(Merge.ROWS), flat,
                        "Merge.ROWS expects images, height × width × channels: got 1; join flat outputs with"
                                + " Merge.DEPTH"),
                Arguments.of(Split.rows(Conv2D.of(1, 1), Conv2D.of(2, 1)).merge(Merge.SUM), image,
                        "Merge.SUM expects outputs of one shape: got 4×8×1 and 4×8×2"),
                Arguments.of(TableConv2D.of(3, List.of(List.of(0, 3))), image,
                        "the table names channel 3, counted from 0: got images of 3 channels"),
                Arguments.of(RadialBasis.of("+-+"), flat, "codes of 3 values expect an input of as many: got 12"),
                Arguments.of(Sequential.of(Shared.of("t", Conv2D.of(4, 3)), Shared.of("t", Conv2D.of(4, 3))), image,
                        "layers that share t.filters must give it one shape: got 3×3×3×4 and 3×3×4×4"),
                Arguments.of(
                        Sequential.of(Conv2D.of(3, 3).named("a"), Conv2D.of(3, 3).named("a")), image,
                        "two layers have a variable named a.filters: name one of them otherwise, or share it with"
                                + " Shared.of"),
                Arguments.of(
                        Sequential.of(Conv2D.of(3, 3), Shared.of("conv2d", Conv2D.of(3, 3))), image,
                        "two layers have a variable named conv2d.filters"));
    }

    @ParameterizedTest
    @MethodSource("misfits")
    void whatDoesNotFitIsOneLine(Layer layer, Shape input, String message) {
        assertThatThrownBy(() -> new Network(input, layer).output())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message)
                .message().doesNotContain("\n");
    }

    @Test
    void settingsOutOfRangeAreOneLine() {
        assertThatThrownBy(() -> Conv2D.of(0, 3)).hasMessageContaining("at least 1: got filters=0, size=3×3");
        assertThatThrownBy(() -> Conv2D.of(6, 3).groups(4))
                .hasMessage("groups must divide filters: got groups=4, filters=6");
        assertThatThrownBy(() -> Conv2D.of(6, 3).stride(0)).hasMessageContaining("0");
        assertThatThrownBy(() -> Conv2D.of(6, 3).dilation(0)).hasMessageContaining("0");
        assertThatThrownBy(() -> Dense.of(0)).hasMessage("units must be at least 1: got 0");
        assertThatThrownBy(() -> Dropout.of(1)).hasMessage("dropout rate must be from 0 to below 1: got 1.0");
        assertThatThrownBy(() -> BatchNorm.of().momentum(0))
                .hasMessage("momentum must be above 0 and at most 1: got 0.0");
        assertThatThrownBy(() -> BatchNorm.of().epsilon(-1)).hasMessageContaining("-1.0");
        assertThatThrownBy(() -> Penalised.l2(-1, Dense.of(1)))
                .hasMessageContaining("must not be negative: got l1=0.0");
        assertThatThrownBy(() -> Branches.of()).hasMessage("Branches needs at least one branch: got none");
        assertThatThrownBy(() -> Dense.of(1).named("")).hasMessageContaining("starting with a letter: got \"\"");
        assertThatThrownBy(() -> MaxPool2D.of(0)).hasMessageContaining("window and stride must be at least 1: got");
        assertThatThrownBy(() -> Initializer.normal(0)).hasMessage("an initializer's std must be above 0: got 0.0");
        assertThatThrownBy(() -> new Network(Shape.of(3).batched(), Dense.of(1)))
                .hasMessageContaining("a network's input is the shape of one sample");
        assertThatThrownBy(() -> Layers.codec(Conv2D.class)).hasMessage("two layers are named Conv2D");
    }

    /// As Keras counts, layers within layers under the name of theirs.
    @Test
    void variablesAreNamedByLayer() {
        Network network = new Network(Shape.of(8, 8, 3), Sequential.of(
                Conv2D.of(3, 3).same(),
                Conv2D.of(3, 3).same().withoutBias(),
                Sequential.of(BatchNorm.of()).named("stem"),
                Residual.of(Conv2D.of(3, 3).same(), Sequential.of(BatchNorm.of()).named("inner")),
                Branches.of(Shared.of("tower", pointwise()), Shared.of("tower", pointwise())),
                GlobalAveragePool2D.of(),
                Shared.of("head", Dense.of(6)),
                Shared.of("head", Dense.of(6))));
        assertThat(network.parameters().shapes()).containsOnlyKeys(
                "conv2d.filters", "conv2d.bias", "conv2d_1.filters", "stem/batch_norm.gamma", "stem/batch_norm.beta",
                "residual/conv2d_2.filters", "residual/conv2d_2.bias", "residual/inner/batch_norm.gamma",
                "residual/inner/batch_norm.beta", "tower/conv2d.filters", "tower/conv2d.bias", "head.weights",
                "head.bias");
        assertThat(network.states().shapes()).containsOnlyKeys(
                "stem/batch_norm.statistics", "residual/inner/batch_norm.statistics");
        assertThat(network.summary("x").parameters())
                .isEqualTo(network.parameters().shapes().values().stream().mapToLong(Shape::size).sum());
    }

    private static Layer pointwise() {
        return Sequential.of(Conv2D.of(3, 1));
    }

    /// A key is one set of variables wherever it stands.
    @Test
    void sharingReachesAcrossLayers() {
        Layer shared = Shared.of("t", Conv2D.of(3, 3).same());
        Network network =
                new Network(Shape.of(8, 8, 3), Sequential.of(Residual.of(shared), Residual.of(shared), shared));
        assertThat(network.parameters().shapes()).containsOnlyKeys("t.filters", "t.bias");
        assertThat(network.summary("x").rows()).extracting(Summary.Row::parameters)
                .containsExactly(84L, 0L, 0L, 0L, 0L);
    }

    /// Two places that share batch norm both move its running statistics, one after the other.
    @Test
    void sharedRunningStatisticsFollowEveryPlace() {
        Dataset data = ArrayDataset.of(
                Shape.of(1, 1, 1), new float[] {1, 3}, new int[] {0, 1}, List.of("a", "b"));
        Layer shared = Shared.of("norm", BatchNorm.of().momentum(0.5));
        Layer twice = Sequential.of(
                Branches.of(shared, Sequential.of(LeakyReLU.of(1), Pad2D.of(0), shared)), Flatten.of(), Dense.of(2));
        Model model = Model.of(twice, data, Seed.of(1));
        model.fit(data, Fit.epochs(1).batch(2).optimizer(Sgd.of(1e-3)));
        // Batch mean 2: 0 → 1 → 1.5; batch variance by count − 1 is 2: 1 → 1.5 → 1.75.
        assertThat(model.read("norm.statistics").values())
                .containsExactly(new float[] {1.5f, 1.75f}, Offset.offset(1e-5f));
    }

    /// A window that reaches too far is refused by what it reaches, before any number of it overflows.
    @Test
    void windowsBeyondAnyImageAreRefused() {
        Shape image = Shape.of(4, 4, 1);
        assertThatThrownBy(() -> new Network(image, Conv2D.of(2, 3).dilation(2_000_000_000)).output())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("dilation 2000000000 reaches over 4000000001 pixels: expected at most 2³¹ − 77;"
                        + " lower the dilation");
        assertThatThrownBy(() -> new Network(image, Conv2D.of(2, 3).same().dilation(1_000_000_000)).output())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("values of an image, padding included: expected at most 2³¹ − 77; lower padding"
                        + " or dilation");
        assertThatThrownBy(() -> new Network(image, Conv2D.of(2, 3).padding(1_000_000_000)).output())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("lower padding or dilation");
    }
}
