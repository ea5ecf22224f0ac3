package dev.fovea.data.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.data.Transform;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import java.awt.geom.AffineTransform;
import java.awt.image.AffineTransformOp;
import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Geometry against Java2D's own interpolation, and small cases by hand.
class GeometryTest {
    private static final int HEIGHT = 24;
    private static final int WIDTH = 30;
    private static final Shape SHAPE = Shape.of(HEIGHT, WIDTH, 1);
    private static final Seed SEED = Seed.of(11);
    /// Java2D rounds values and weights to bytes.
    private static final float ROUNDING = 2.5f / 255;

    private record Case(Transform transform, AffineTransform expected) {
        @Override
        public String toString() {
            return transform.toString();
        }
    }

    static List<Case> cases() {
        double draw = 2 * SEED.uniform(0) - 1;
        double second = 2 * SEED.uniform(1) - 1;
        double angle = Math.toRadians(40 * draw);
        AffineTransform zoom = AffineTransform.getTranslateInstance(WIDTH / 2., HEIGHT / 2.);
        zoom.scale(1.2 + .6 * draw, 1.2 + .6 * draw);
        zoom.translate(-WIDTH / 2., -HEIGHT / 2.);
        AffineTransform shear = AffineTransform.getTranslateInstance(WIDTH / 2., HEIGHT / 2.);
        shear.shear(Math.tan(angle), 0);
        shear.translate(-WIDTH / 2., -HEIGHT / 2.);
        return List.of(
                // Java2D's positive angles turn to the right.
                new Case(Rotate.of(40), AffineTransform.getRotateInstance(-angle, WIDTH / 2., HEIGHT / 2.)),
                new Case(Zoom.of(.6, 1.8), zoom),
                new Case(
                        Shift.of(.3, .2),
                        AffineTransform.getTranslateInstance(.2 * WIDTH * second, .3 * HEIGHT * draw)),
                new Case(Shear.of(40), shear));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void agreesWithJava2DWhereTheImageIsSeen(Case one) {
        BufferedImage picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
        BufferedImage white = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
        float[] image = new float[HEIGHT * WIDTH];
        for (int i = 0; i < image.length; i++) {
            int level = 40 + SEED.below(216, 100 + i);
            image[i] = level / 255f;
            picture.getRaster().setSample(i % WIDTH, i / WIDTH, 0, level);
            white.getRaster().setSample(i % WIDTH, i / WIDTH, 0, 255);
        }
        BufferedImage expected = apply(one.expected, picture);
        BufferedImage seen = apply(one.expected, white);
        float[] result = TransformRun.of(one.transform, image, SHAPE, SEED, 0);
        int compared = 0;
        for (int i = 0; i < result.length; i++) {
            if (seen.getRaster().getSample(i % WIDTH, i / WIDTH, 0) == 255) {
                compared++;
                assertThat(result[i])
                        .as("pixel %d, %d", i % WIDTH, i / WIDTH)
                        .isEqualTo(expected.getRaster().getSample(i % WIDTH, i / WIDTH, 0) / 255f, within(ROUNDING));
            }
        }
        assertThat(compared).isGreaterThan(result.length / 4);
    }

    private static BufferedImage apply(AffineTransform transform, BufferedImage image) {
        BufferedImage into = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
        return new AffineTransformOp(transform, AffineTransformOp.TYPE_BILINEAR).filter(image, into);
    }

    @Test
    void fillsSayWhatLiesBesideTheImage() {
        float[] row = {1, 2, 3, 4};
        assertThat(moved(row, 2, Fill.edge())).containsExactly(1, 1, 1, 2);
        assertThat(moved(row, 2, Fill.reflect())).containsExactly(2, 1, 1, 2);
        assertThat(moved(row, 2, Fill.constant(9))).containsExactly(9, 9, 1, 2);
        assertThat(moved(row, -3, Fill.edge())).containsExactly(4, 4, 4, 4);
        assertThat(moved(row, -3, Fill.reflect())).containsExactly(4, 4, 3, 2);
        assertThat(moved(row, -6, Fill.reflect())).containsExactly(2, 1, 1, 2);
        assertThat(moved(row, .25, Fill.constant(0))).containsExactly(.75f, 1.75f, 2.75f, 3.75f);
    }

    private static float[] moved(float[] row, double pixels, Fill fill) {
        float[] into = new float[4];
        Warp.apply(row, 0, Shape.of(1, 4, 1), into, 0, 1, 0, 0, 1, pixels, 0, fill);
        return into;
    }

    @Test
    void quarterTurnsAreExact() {
        float[] image = {1, 2, 3, 4, 5, 6, 7, 8, 9};
        float[] into = new float[9];
        // Counter-clockwise: the right column becomes the top row.
        Warp.apply(image, 0, Shape.of(3, 3, 1), into, 0, 0, -1, 1, 0, 0, 0, Fill.edge());
        assertThat(into).containsExactly(3, 6, 9, 2, 5, 8, 1, 4, 7);
    }

    @Test
    void turnsAreThoseOfTheMathematicsLibrary() {
        for (double turns = -1.5; turns < 1.5; turns += .001) {
            assertThat(Turn.sin(turns)).isEqualTo(Math.sin(2 * Math.PI * turns), within(1e-14));
            assertThat(Turn.cos(turns)).isEqualTo(Math.cos(2 * Math.PI * turns), within(1e-14));
        }
        assertThat(Turn.cos(.25)).isZero();
        assertThat(Turn.sin(-.25)).isEqualTo(-1);
    }

    @Test
    void bilinearByHand() {
        // Twice as long: centres at −0.25, 0.25, 0.75, 1.25 of the old pixels.
        assertThat(resized(Interpolation.BILINEAR, 4, 0, 1)).containsExactly(0, .25f, .75f, 1);
        // Half as long: triangles of radius 2 about 0.5 and 2.5, cut at the edges.
        assertThat(resized(Interpolation.BILINEAR, 2, 0, 1, 2, 3))
                .containsExactly(
                        new float[] {(.75f * 0 + .75f * 1 + .25f * 2) / 1.75f,
                                (.25f * 1 + .75f * 2 + .75f * 3) / 1.75f},
                        within(1e-6f));
    }

    @Test
    void areaByHand() {
        assertThat(resized(Interpolation.AREA, 2, 1, 3, 5, 9)).containsExactly(2, 7);
        // Three to two: the middle pixel counts half for each.
        assertThat(resized(Interpolation.AREA, 2, 3, 6, 9))
                .containsExactly(new float[] {4, 8}, within(1e-6f));
        assertThat(resized(Interpolation.AREA, 4, 1, 3)).containsExactly(1, 1, 3, 3);
    }

    private static float[] resized(Interpolation interpolation, int length, float... row) {
        Resize across = new Resize(1, length, interpolation);
        Resize down = new Resize(length, 1, interpolation);
        float[] result = TransformRun.of(across, row, Shape.of(1, row.length, 1), SEED, 0);
        assertThat(TransformRun.of(down, row, Shape.of(row.length, 1, 1), SEED, 0)).isEqualTo(result);
        return result;
    }

    @Test
    void resizingKeepsOneColour() {
        float[] image = new float[5 * 7 * 3];
        for (int i = 0; i < image.length; i++) {
            image[i] = .2f * (i % 3 + 1);
        }
        for (Resize resize :
                List.of(Resize.to(3, 11), Resize.to(3, 11).area(), Resize.to(1, 1), Resize.to(9, 2).area())) {
            float[] result = TransformRun.of(resize, image, Shape.of(5, 7, 3), SEED, 0);
            for (int i = 0; i < result.length; i++) {
                assertThat(result[i]).isEqualTo(.2f * (i % 3 + 1), within(1e-6f));
            }
        }
    }

    /// All pixels but the middle one lie far beside the image.
    @Test
    void theSmallestZoomKeepsTheValues() {
        float[] image = {1, 2, 3, 4, 5, 6, 7, 8, 9};
        assertThat(TransformRun.of(Zoom.of(.001, .001), image, Shape.of(3, 3, 1), SEED, 0))
                .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void badArgumentsAreNamed() {
        assertThatThrownBy(() -> Rotate.of(0)).hasMessage("degrees must be above 0 and at most 180.0: got 0.0");
        assertThatThrownBy(() -> Shear.of(89)).hasMessage("degrees must be above 0 and at most 80.0: got 89.0");
        assertThatThrownBy(() -> Zoom.of(0, 1)).hasMessage("a zoom needs factors of at least 0.001: got 0.0");
        assertThatThrownBy(() -> Zoom.of(1e-30, 1e-30)).hasMessageContaining("at least 0.001: got 1.0E-30");
        assertThatThrownBy(() -> Shift.of(0))
                .hasMessage("a shift needs shares from 0 to 1, one above 0: got 0.0 and 0.0");
        assertThatThrownBy(() -> Resize.to(0, 1)).hasMessage("a size needs at least 1 row and 1 column: got 0×1");
        assertThat(Rotate.of(5).fill(Fill.constant(1))).hasToString("Rotate.of(5.0).fill(Fill.constant(1.0))");
    }
}
