package dev.fovea.explain.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.backend.Backends;
import dev.fovea.op.Convolution;
import dev.fovea.op.Padding;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class WindowsTest {
    private static SlidingWindow window(int stride, Padding padding, float fill) {
        SlidingWindow.Setting usual = SlidingWindow.Setting.usual();
        return SlidingWindow.of(
                new SlidingWindow.Setting(usual.image(), usual.kernel(), stride, padding, fill, 0), Backends.shared());
    }

    @Test
    void theArticlesConvolution() {
        SlidingWindow example = window(1, Padding.VALID, 0);

        assertThat(example.result()).usingRecursiveComparison().isEqualTo(Tensor.of(Shape.of(2, 2), -6, -8, -12, -14));
        assertThat(example.steps()).extracting(WindowStep::sum).containsExactly(-6f, -8f, -12f, -14f);
        assertThat(example.steps().getFirst().products().values()).containsExactly(-1, 0, 0, -5);
    }

    @Test
    void samePadsAtTheBottomAndTheRight() {
        assertThat(window(1, Padding.SAME, 0).result().values()).containsExactly(-6, -8, -3, -12, -14, -6, -7, -8, -9);
        assertThat(window(2, Padding.SAME, 0).result().values()).containsExactly(-6, -3, -7, -9);
    }

    @Test
    void theBorderMayHoldAnotherNumber() {
        SlidingWindow example = window(1, Padding.SAME, 2);

        assertThat(example.padded().values()).containsExactly(1, 2, 3, 2, 4, 5, 6, 2, 7, 8, 9, 2, 2, 2, 2, 2);
        assertThat(example.result().values()).containsExactly(-6, -8, -5, -12, -14, -8, -9, -10, -11);
    }

    @Test
    void stepsGiveWhatTheEnginesPaddedConvolutionGives() {
        for (int stride = 1; stride <= 3; stride++) {
            for (Padding padding : List.of(Padding.VALID, Padding.SAME, Padding.of(1), Padding.of(0, 2, 1, 0))) {
                SlidingWindow example = window(stride, padding, 0);
                Calculation calculation = new Calculation(Backends.shared());
                SlidingWindow.Setting setting = example.setting();
                Tensor engine = calculation.value(Convolution.of(stride, padding)
                        .on(
                                calculation.plane("image", setting.image()),
                                calculation.parameter("w", Planes.shaped(setting.kernel(), 2, 2, 1, 1))));
                assertThat(example.result().values()).as("%d %s", stride, padding).containsExactly(engine.values());
                assertThat(example.steps()).hasSize(engine.values().length);
                for (int i = 0; i < engine.values().length; i++) {
                    assertThat(example.steps().get(i).sum()).isEqualTo(engine.values()[i]);
                }
            }
        }
    }

    @Test
    void channelsAddUp() {
        SlidingWindow.ManyChannels channels = window(1, Padding.VALID, 0).channels();

        assertThat(channels.sums().get(0).values()).containsExactly(8, 13, 19, 20);
        assertThat(channels.sums().get(1).values()).containsExactly(10, 11, 15, 18);
        for (int k = 0; k < 2; k++) {
            for (int i = 0; i < 4; i++) {
                float sum = 0;
                for (Tensor part : channels.parts().get(k)) {
                    sum += part.values()[i];
                }
                assertThat(channels.sums().get(k).values()[i]).isEqualTo(sum);
            }
        }
    }

    @Test
    void outputSizes() {
        assertThat(OutputSize.table()).extracting(OutputSize::output).containsExactly(
                Shape.of(24, 24, 3), Shape.of(12, 12, 3), Shape.of(26, 26, 32), Shape.of(28, 28, 32), Shape.of(4, 4, 5),
                Shape.of(32, 32, 16), Shape.of(55, 55, 96));
        OutputSize four = OutputSize.table().get(3);
        OutputSize strided = OutputSize.table().get(4);
        assertThat(List.of(four.before(), four.after(), strided.before(), strided.after())).containsExactly(1, 2, 0, 1);
    }

    @Test
    void theArticlesPooling() {
        PoolingWindows.Case overlapping = PoolingWindows.of(Backends.shared()).cases().getFirst();

        assertThat(overlapping.max().values()).containsExactly(5, 6, 8, 9);
        assertThat(overlapping.average().values()).containsExactly(3, 4, 6, 7);
    }

    /// The published map and what it pools to, with two decimals.
    @Test
    void poolingWalksOverSevenBySeven() {
        PoolingWindows.Case walk = PoolingWindows.of(Backends.shared()).walk();

        assertThat(walk.image().shape()).isEqualTo(Shape.of(7, 7));
        assertThat(walk.places()).hasSize(16).startsWith(
                new PoolingWindows.Case.Place(0, 0, 2, 2), new PoolingWindows.Case.Place(0, 2, 2, 2));
        assertThat(walk.places().get(3)).isEqualTo(new PoolingWindows.Case.Place(0, 6, 2, 1));
        assertThat(walk.places().getLast()).isEqualTo(new PoolingWindows.Case.Place(6, 6, 1, 1));
        double[] published = {1, .33, .56, .33, .33, 1, .33, .56, .56, .33, 1, .11, .33, .56, .11, .78};
        for (int i = 0; i < 16; i++) {
            assertThat((double) walk.max().values()[i]).isCloseTo(published[i], Offset.offset(.0051));
        }
    }

    @Test
    void poolingAtTheBorder() {
        List<PoolingWindows.Case> cases = PoolingWindows.of(Backends.shared()).cases();

        assertThat(cases.get(1).max().values()).containsExactly(6, 5, 7, 9);
        assertThat(cases.get(1).average().values()).containsExactly(3.5f, 2, 2.5f, 6);
        assertThat(cases.get(2).average().values()).containsExactly(3, 4, 4.5f, 6, 7, 7.5f, 7.5f, 8.5f, 9);
        assertThat(cases.get(3).max().values()).containsExactly(5, 6, 8, 9);
        assertThat(cases.get(3).places().getLast()).isEqualTo(new PoolingWindows.Case.Place(2, 2, 1, 1));
    }

    /// The article's AlexNet: 227 pixels, a kernel of 11, a stride of 4.
    @Test
    void roundingUpIsWorkedOut() {
        assertThat(EveryExampleTest.texts(SlidingWindow.of(SlidingWindow.Setting.usual(), Backends.shared())))
                .contains("⌈(28 − 5 + 1) / 1⌉ = 24", "⌈(227 − 11 + 1) / 4⌉ = ⌈54.25⌉ = 55");
    }

    @Test
    void ofTheWalkTwoWindowsAreDrawnAndEachIsALine() {
        PoolingWindows example = PoolingWindows.of(Backends.shared());
        Tensor map = example.walk().image();

        assertThat(example.page().stream()
                        .flatMap(block -> block instanceof Block.Row row ? row.pieces().stream() : Stream.of())
                        .filter(piece -> piece instanceof Block.Grid grid && grid.values().shape().dim(0) == 7))
                .hasSize(2);
        Block.Table all = (Block.Table) example.page().getLast();
        assertThat(all.rows()).hasSize(16);
        for (int i = 0; i < 16; i++) {
            float max = 0;
            int seen = 0;
            for (int row = i / 4 * 2; row < Math.min(7, i / 4 * 2 + 2); row++) {
                for (int column = i % 4 * 2; column < Math.min(7, i % 4 * 2 + 2); column++) {
                    max = Math.max(max, map.at(row, column));
                    seen++;
                }
            }
            assertThat(all.rows().get(i).get(3).split(" ")).hasSize(seen);
            assertThat(Float.parseFloat(all.rows().get(i).get(4))).isCloseTo(max, Offset.offset(.0051f));
        }
        assertThat(all.rows().get(7)).containsExactly("8", "3 to 4", "7", ".56 .33", ".56", ".44");
        assertThat(EveryExampleTest.texts(example)).contains("average 1  (.78 + .00 + .00 + 1.00) / 4 = .44");
    }
}
