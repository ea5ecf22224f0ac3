package dev.fovea.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.drawing.Scene.Point;
import java.util.List;
import org.junit.jupiter.api.Test;

class SceneTest {
    private static final int BLACK = 0x000000;

    /// The margin of 20 comes first, and each pixel of the scene is two.
    private static int at(Scene scene, int column, int row) {
        Pixels pixels = scene.pixels();
        return pixels.rgb()[(row + 40) * pixels.width() + column + 40] & 0xFF;
    }

    private static Scene of(Scene.Mark... marks) {
        return new Scene(30, 20, List.of(marks));
    }

    @Test
    void aPixelThatIsHalfCoveredIsGrey() {
        Scene scene = of(Scene.Area.of(1, 2, 3.25, 2, Ink.fill(BLACK)));
        assertThat(scene.pixels().width()).isEqualTo(2 * (30 + 40));
        assertThat(scene.pixelCount()).isEqualTo(2 * (30 + 40) * 2 * (20 + 40)).isEqualTo(scene.pixels().rgb().length);
        assertThat(at(scene, 1, 4)).isEqualTo(255);
        assertThat(at(scene, 2, 4)).isZero();
        assertThat(at(scene, 7, 7)).isZero();
        assertThat(at(scene, 8, 7)).isBetween(127, 128);
        assertThat(at(scene, 9, 7)).isEqualTo(255);
        assertThat(at(scene, 7, 8)).isEqualTo(255);
        assertThat(at(scene, 7, 3)).isEqualTo(255);
    }

    /// A triangle of 4 × 4 pixels covers half of those on its long side.
    @Test
    void aSlopeIsSmooth() {
        Scene scene = of(new Scene.Area(List.of(new Point(0, 0), new Point(2, 2), new Point(0, 2)), Ink.fill(BLACK)));
        assertThat(at(scene, 0, 3)).isZero();
        assertThat(at(scene, 3, 3)).isBetween(127, 128);
        assertThat(at(scene, 3, 0)).isEqualTo(255);
    }

    @Test
    void linesHaveTheirWidthAndArrowsAHead() {
        Scene scene = of(new Scene.Line(List.of(new Point(0, 10), new Point(20, 10)), Ink.line(BLACK, 2), true));
        assertThat(at(scene, 10, 18)).isZero();
        assertThat(at(scene, 10, 21)).isZero();
        assertThat(at(scene, 10, 22)).isEqualTo(255);
        // The head is 8 long and 8 wide at its back.
        assertThat(at(scene, 25, 14)).isZero();
        assertThat(at(scene, 20, 14)).isEqualTo(255);
        assertThat(at(scene, 38, 14)).isEqualTo(255);
    }

    @Test
    void aBrokenLineHasSpaces() {
        List<Point> points = List.of(new Point(0, 10), new Point(20, 10));
        Scene scene = of(new Scene.Line(points, Ink.line(BLACK, 1).broken(), false));
        assertThat(at(scene, 4, 20)).isZero();
        assertThat(at(scene, 14, 20)).isEqualTo(255);
        assertThat(at(scene, 22, 20)).isZero();
    }

    /// Five columns of two pixels a letter, then a column of space.
    @Test
    void wordsStandOnTheirLine() {
        Scene.Label label = new Scene.Label(10, 12, "I", Lettering.of(11).colour(BLACK).middle());
        Scene scene = of(label);
        assertThat(at(scene, 20, 23)).isZero();
        assertThat(at(scene, 20, 10)).isZero();
        assertThat(at(scene, 20, 24)).isEqualTo(255);
        assertThat(at(scene, 20, 9)).isEqualTo(255);
        assertThat(label.room()).isGreaterThanOrEqualTo(5);
        assertThat(label.left()).isEqualTo(10 - label.room() / 2);
    }

    @Test
    void theSameMarksAreWrittenAsSvg() {
        String svg = of(
                Scene.Area.of(1, 2, 3, 4, Ink.fill(BLACK)),
                new Scene.Line(List.of(new Point(0, 1), new Point(8, 1)), Ink.line(Colours.BLUE, 2), true),
                new Scene.Label(5, 6, "a < b", Lettering.of(11).end())).svg("title");
        assertThat(svg).contains(
                "d=\"M21 22L24 22L24 26L21 26Z\"", "d=\"M20 21L28 21\"", "d=\"M28 21L20 25L20 17Z\"",
                "text-anchor=\"end\"", ">a &lt; b</text>");
    }
}
