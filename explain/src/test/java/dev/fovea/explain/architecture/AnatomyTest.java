package dev.fovea.explain.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.nn.Activation;
import dev.fovea.nn.Auxiliary;
import dev.fovea.nn.BatchNorm;
import dev.fovea.nn.Branches;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Dropout;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Layer;
import dev.fovea.nn.MaxPool2D;
import dev.fovea.nn.Merge;
import dev.fovea.nn.Network;
import dev.fovea.nn.Penalised;
import dev.fovea.nn.Residual;
import dev.fovea.nn.Scope;
import dev.fovea.nn.Sequential;
import dev.fovea.nn.Shared;
import dev.fovea.nn.Split;
import dev.fovea.op.Node;
import dev.fovea.tensor.Shape;
import dev.fovea.zoo.Architecture;
import dev.fovea.zoo.Zoo;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AnatomyTest {
    static Stream<Architecture> architectures() {
        return Zoo.all().stream();
    }

    private static Part.Sequence folded(Shape input, Layer... layers) {
        return Anatomy.folded(new Network(input, Sequential.of(layers)));
    }

    /// One line a block.
    private static String told(Part part) {
        return switch (part) {
            case Part.Block block -> String.join(" ", Stream.of(
                            Stream.of(block.label()), block.settings().stream(), block.then().stream(),
                            Stream.of(block.input() + "→" + block.output(), String.valueOf(block.parameters())))
                    .flatMap(words -> words).toList());
            case Part.Sequence sequence -> sequence.parts().stream().map(AnatomyTest::told).toList().toString();
            case Part.Fork fork -> fork.label() + " " + fork.branches().stream().map(AnatomyTest::told).toList() + " "
                    + fork.join() + " " + fork.then() + " " + fork.output() + " " + fork.parameters();
            case Part.Repeated repeated -> repeated.times() + " × " + told(repeated.part());
            case Part.Side side -> "side " + side.weight() + " " + told(side.classifier());
        };
    }

    /// The sizes and parameters of the paper's layers, worked by hand: 5·5·1·6 + 6 = 156, 5·5·6·16 + 16 = 2,416, …
    @Test
    void lenetIsAChain() {
        assertThat(Anatomy.of(Zoo.named("lenet5").network()).parts()).map(AnatomyTest::told).containsExactly(
                "conv 5×5 tanh 32×32×1→28×28×6 156", "avg pool 2×2 stride 2 28×28×6→14×14×6 0",
                "conv 5×5 tanh 14×14×6→10×10×16 2416", "avg pool 2×2 stride 2 10×10×16→5×5×16 0",
                "flatten 5×5×16→400 0", "dense tanh 400→120 48120", "dense tanh 120→84 10164", "dense 84→10 850");
    }

    /// Nothing is lost and nothing comes twice, whether repeats are folded or not.
    @ParameterizedTest
    @MethodSource("architectures")
    void theParametersAreThePublishedOnes(Architecture architecture) {
        long published = architecture.published().parameters();
        assertThat(Anatomy.of(architecture.network()).parameters()).isEqualTo(published);
        assertThat(Anatomy.folded(architecture.network()).parameters()).isEqualTo(published);
    }

    /// 3 + 8 + 36 + 3 blocks (He et al., table 1), of which the first of each stage has a shortcut of its own.
    @Test
    void resnet152FoldsIntoEightBlocks() {
        Part.Sequence network = Anatomy.folded(Zoo.named("resnet152").network());
        assertThat(network.parts()).hasSize(12);
        List<Integer> times = network.parts().subList(2, 10).stream()
                .map(part -> part instanceof Part.Repeated repeated ? repeated.times() : 1)
                .toList();
        assertThat(times).containsExactly(1, 2, 1, 7, 1, 35, 1, 2);
    }

    @Test
    void whatKeepsTheShapeIsNamedWithTheBlockBefore() {
        assertThat(folded(
                Shape.of(8, 8, 1), Conv2D.of(4, 3).stride(2, 1).same().groups(1).withoutBias(), BatchNorm.of(),
                Activation.RELU, Dropout.of(0.25), Activation.NONE, Flatten.of()).parts()).map(AnatomyTest::told)
                .containsExactly(
                        "conv 3×3 stride 2×1 pad same batch norm ReLU dropout 0.25 8×8×1→4×8×4 44",
                        "flatten 4×8×4→128 0");
    }

    /// 9·2·2 + 2 = 38 each; ×2 of the pair of convolutions and poolings, which nest.
    @Test
    void repeatsOfSeveralLayersAreFolded() {
        Layer conv = Conv2D.of(2, 3).same();
        assertThat(folded(Shape.of(8, 8, 2), conv, conv, Activation.RELU, conv, conv, Activation.RELU).parts())
                .map(AnatomyTest::told)
                .containsExactly("2 × [conv 3×3 pad same 8×8×2→8×8×2 38, conv 3×3 pad same ReLU 8×8×2→8×8×2 38]");
        assertThat(folded(Shape.of(8, 8, 2), conv, conv, conv).parts()).map(AnatomyTest::told)
                .containsExactly("3 × [conv 3×3 pad same 8×8×2→8×8×2 38]");
    }

    @Test
    void branchesJoinByConcatenationOrAddition() {
        assertThat(folded(
                Shape.of(4, 4, 2), Branches.of(Conv2D.of(3, 1), Sequential.of()),
                Residual.of(Conv2D.of(5, 1), Activation.TANH), Split.channels(Conv2D.of(1, 1), Conv2D.of(1, 2).same())
                        .extents(1, 4).merge(Merge.SUM))
                .parts()).map(AnatomyTest::told)
                .containsExactly(
                        "branches [[conv 1×1 4×4×2→4×4×3 9], []] CONCATENATION [] 4×4×5 9",
                        "residual [[conv 1×1 tanh 4×4×5→4×4×5 30], []] ADDITION [ReLU] 4×4×5 30",
                        "split of channels [[conv 1×1 4×4×1→4×4×1 2], [conv 2×2 pad same 4×4×4→4×4×1 17]] ADDITION []"
                                + " 4×4×1 19");
    }

    /// The shared layer's 6 parameters count once.
    @Test
    void wrappersAreSeenThrough() {
        assertThat(folded(
                Shape.of(2), Shared.of("both", Dense.of(2)), Penalised.l2(0.1, Shared.of("both", Dense.of(2))),
                Auxiliary.of(0.5, Dense.of(1)), Dense.of(1).named("last")).parts()).map(AnatomyTest::told)
                .containsExactly("dense 2→2 6", "dense 2→2 0", "side 0.5 [dense 2→1 3]", "dense 2→1 3");
    }

    /// A layer of one's own that has others inside.
    private record Twice(int units) implements Layer {
        @Override
        public Node build(Node x, Scope scope) {
            return scope.layer(Dense.of(units), scope.layer(Dense.of(units), x));
        }
    }

    /// 2·2 + 2, twice.
    @Test
    void aLayerOfOnesOwnIsOneBlock() {
        assertThat(folded(Shape.of(2), new Twice(2), MaxPoolLike.INSTANCE, Dense.of(1)).parts())
                .map(AnatomyTest::told)
                .containsExactly("Twice 2→2 12", "MaxPoolLike 2→2 0", "dense 2→1 3");
    }

    private enum MaxPoolLike implements Layer {
        INSTANCE;

        @Override
        public Node build(Node x, Scope scope) {
            return x.times(1);
        }
    }

    @Test
    void withoutShortcutsAPlainNetworkStays() {
        Part.Sequence plain = Repeats.of(Shortcuts.without(Anatomy.of(new Network(Shape.of(4, 4, 1), Sequential.of(
                Residual.of(Conv2D.of(2, 1)).shortcut(Conv2D.of(2, 1)), Residual.of(MaxPool2D.of(1)))))));
        assertThat(plain.parts()).map(AnatomyTest::told)
                .containsExactly("conv 1×1 ReLU 4×4×1→4×4×2 4", "max pool 1×1 ReLU 4×4×2→4×4×2 0");
    }
}
