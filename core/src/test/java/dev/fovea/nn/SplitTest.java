package dev.fovea.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.data.ArrayDataset;
import dev.fovea.data.Dataset;
import dev.fovea.model.Model;
import dev.fovea.optim.Adam;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import dev.fovea.train.Fit;
import java.util.List;
import org.junit.jupiter.api.Test;

class SplitTest {
    private static final Shape IMAGE = Shape.of(2, 4, 3);
    private static final Layer AS_IT_IS = Activation.NONE;

    @Test
    void partsPutBackTogetherAreTheImage() {
        float[] image = Outputs.random(IMAGE);
        assertThat(Outputs.of(Split.columns(AS_IT_IS, AS_IT_IS).merge(Merge.COLUMNS), IMAGE, image)).isEqualTo(image);
        assertThat(Outputs.of(Split.rows(AS_IT_IS, AS_IT_IS).merge(Merge.ROWS), IMAGE, image)).isEqualTo(image);
        assertThat(Outputs.of(Split.channels(AS_IT_IS, AS_IT_IS, AS_IT_IS), IMAGE, image)).isEqualTo(image);
        assertThat(Outputs.of(
                        Split.columns(AS_IT_IS, AS_IT_IS).extents(1, 3).merge(Merge.COLUMNS), IMAGE, image))
                .isEqualTo(image);
    }

    @Test
    void eachPartSeesItsOwnRegion() {
        Shape row = Shape.of(1, 4, 1);
        assertThat(Outputs.of(Split.columns(Flatten.of(), Flatten.of()), row, 1, 2, 3, 4)).containsExactly(1, 2, 3, 4);
        assertThat(Outputs.of(Split.columns(Flatten.of(), Flatten.of()).merge(Merge.SUM), row, 1, 2, 3, 4))
                .containsExactly(4, 6);
        assertThat(Outputs.of(
                Split.columns(GlobalAveragePool2D.of(), GlobalAveragePool2D.of()).extents(1, 3), row, 1, 2, 3, 4))
                .containsExactly(1, 3);
    }

    /// Two columns of pixels side by side become two channels.
    @Test
    void regionsJoinInDepth() {
        assertThat(Outputs.of(Split.columns(AS_IT_IS, AS_IT_IS), Shape.of(2, 2, 1), 1, 2, 3, 4))
                .containsExactly(1, 2, 3, 4);
        assertThat(new Network(Shape.of(2, 2, 1), Split.columns(AS_IT_IS, AS_IT_IS)).output())
                .isEqualTo(Shape.of(2, 1, 2));
    }

    /// Whether both halves show the same stroke; neither half tells alone.
    @Test
    void learnsTwoHalvesSeparatelyAndJoinsThem() {
        Dataset data = strokes(400, Seed.of(1));
        Layer half = Sequential.of(Conv2D.of(6, 3).same().relu(), Flatten.of(), Dense.of(16).relu());
        Model model = Model.of(
                Sequential.of(Split.columns(half, half), Dense.of(32).relu(), Dense.of(2)), data, Seed.of(2));
        assertThat(model.subject().store().parameters().places().keySet())
                .contains("split/conv2d.filters", "split/conv2d_1.filters");
        model.fit(data, Fit.epochs(20).batch(20).optimizer(Adam.of(3e-3)));
        assertThat(model.evaluate(strokes(40, Seed.of(3))).score().accuracy()).isGreaterThan(0.95);
        assertThat(model.read("split/conv2d.filters")).isNotEqualTo(model.read("split/conv2d_1.filters"));
    }

    /// Each half of 4×8 pixels has a stroke down or across, somewhere.
    private static Dataset strokes(int count, Seed seed) {
        Shape sample = Shape.of(4, 8, 1);
        float[] values = new float[count * 32];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            boolean leftDown = seed.below(2, 4 * i) == 1;
            boolean rightDown = seed.below(2, 4 * i + 1) == 1;
            stroke(values, i * 32, 0, leftDown, seed.below(4, 4 * i + 2));
            stroke(values, i * 32, 4, rightDown, seed.below(4, 4 * i + 3));
            labels[i] = leftDown == rightDown ? 1 : 0;
        }
        return ArrayDataset.of(sample, values, labels, List.of("different", "same"));
    }

    private static void stroke(float[] values, int offset, int left, boolean down, int place) {
        for (int i = 0; i < 4; i++) {
            values[offset + left + (down ? 8 * i + place : 8 * place + i)] = 1;
        }
    }

    @Test
    void extentsMustFitTheParts() {
        assertThatThrownBy(() -> Split.rows(AS_IT_IS, AS_IT_IS).extents(4))
                .hasMessage("Split needs an extent of at least 1 for each of its 2 parts: got [4]");
        assertThatThrownBy(Split::rows).hasMessage("Split needs layers for at least one part: got none");
    }
}
