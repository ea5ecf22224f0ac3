package dev.fovea.explain.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.drawing.Pixels;
import dev.fovea.drawing.Scene;
import dev.fovea.nn.Activation;
import dev.fovea.nn.Auxiliary;
import dev.fovea.nn.BatchNorm;
import dev.fovea.nn.Branches;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Dropout;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Layer;
import dev.fovea.nn.Merge;
import dev.fovea.nn.Network;
import dev.fovea.nn.Residual;
import dev.fovea.nn.Sequential;
import dev.fovea.nn.Split;
import dev.fovea.tensor.Shape;
import dev.fovea.zoo.Architecture;
import dev.fovea.zoo.Zoo;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NetworkDrawingTest {
    /// Rounding.
    private static final double SLACK = 1e-6;

    /// Everything within everything.
    private static Network nested() {
        Layer pair = Branches.of(Conv2D.of(2, 1).relu(), Sequential.of(), Conv2D.of(2, 3).same().relu());
        return new Network(Shape.of(12, 12, 4), Sequential.of(
                Activation.RELU, Residual.of(Split.rows(Conv2D.of(4, 1), Conv2D.of(4, 1)).merge(Merge.ROWS)),
                Branches.of(Sequential.of(pair, pair), Sequential.of(Auxiliary.of(0.25, Flatten.of(), Dense.of(3)))),
                Auxiliary.of(0.5, Flatten.of(), Dense.of(3)), Auxiliary.of(0.5, Flatten.of(), Dense.of(3)),
                Conv2D.of(2_000, 3).stride(2).dilation(2).padding(1).groups(2), BatchNorm.of(), Dropout.of(0.125),
                Flatten.of(), Dense.of(3), Dense.of(3), Dense.of(3)));
    }

    static Stream<Named<NetworkDrawing>> drawings() {
        Network resnet = Zoo.named("resnet34").network();
        Architecture vgg = Zoo.named("vgg16");
        return Stream.concat(
                Zoo.all().stream().map(architecture -> Named.of(
                        architecture.id(), NetworkDrawing.of(architecture.id(), architecture.network()))),
                Stream.of(
                        Named.of("nested", NetworkDrawing.of("nested", nested())),
                        Named.of("a part of resnet34", NetworkDrawing.of("resnet34", resnet, "residual_3")),
                        Named.of("resnet34 below its plain form", NetworkDrawing.plain("resnet34", resnet)
                                .above(NetworkDrawing.of("resnet34", resnet))),
                        Named.of("alexnet above vgg16", NetworkDrawing.of("alexnet", Zoo.named("alexnet").network())
                                .above(NetworkDrawing.of("vgg16", vgg.network()))),
                        Named.of("a part of googlenet", NetworkDrawing.of(
                                "googlenet", Zoo.named("googlenet").network(), "branches"))));
    }

    @ParameterizedTest
    @MethodSource("drawings")
    void blocksAndWordsLieApartAndOnThePage(NetworkDrawing drawing) {
        Canvas canvas = new Canvas();
        NetworkDrawing.Size size = drawing.draw(canvas);
        Scene scene = canvas.scene(size.width(), size.height());
        assertThat(size.width()).isLessThanOrEqualTo(1_600);
        requireOnPage(scene);
        List<Canvas.Block> blocks = canvas.blocks();
        for (Canvas.Block block : blocks) {
            assertThat(blocks).filteredOn(other -> other != block).noneMatch(other -> overlap(block, other));
        }
        List<Canvas.Block> words = scene.marks().stream().filter(Scene.Label.class::isInstance)
                .map(mark -> place((Scene.Label) mark)).toList();
        for (Canvas.Block word : words) {
            assertThat(words).filteredOn(other -> other != word).noneMatch(other -> overlap(word, other));
            assertThat(blocks).filteredOn(block -> overlap(block, word))
                    .as(word.name()).allMatch(block -> holds(block, word)).hasSizeLessThanOrEqualTo(1);
        }
    }

    private static void requireOnPage(Scene scene) {
        for (Scene.Mark mark : scene.marks()) {
            List<Scene.Point> points = switch (mark) {
                case Scene.Area area -> area.corners();
                case Scene.Line line -> line.points();
                case Scene.Label label -> List.of(
                        new Scene.Point(label.left(), label.y()),
                        new Scene.Point(label.left() + label.room(), label.y() - label.lettering().size()));
            };
            assertThat(points).as(mark.toString()).allMatch(point -> point.x() >= -SLACK && point.y() >= -SLACK
                    && point.x() <= scene.width() + SLACK && point.y() <= scene.height() + SLACK);
        }
    }

    private static Canvas.Block place(Scene.Label label) {
        double size = label.lettering().size();
        return new Canvas.Block(
                label.words(), label.left(), label.y() - 0.75 * size, label.left() + label.room(),
                label.y() + 0.22 * size);
    }

    private static boolean overlap(Canvas.Block a, Canvas.Block b) {
        return a.left() < b.right() - SLACK && b.left() < a.right() - SLACK && a.top() < b.bottom() - SLACK
                && b.top() < a.bottom() - SLACK;
    }

    private static boolean holds(Canvas.Block block, Canvas.Block word) {
        return block.left() <= word.left() + SLACK && word.right() <= block.right() + SLACK
                && block.top() <= word.top() + SLACK && word.bottom() <= block.bottom() + SLACK;
    }

    /// 224 : 112 : 56 : 28 : 14 : 7 have roots of a ratio of √2.
    @Test
    void sidesGrowWithRoots() {
        Scale scale = Scale.of(List.of(Anatomy.of(Zoo.named("vgg16").network())));
        double input = scale.cuboid(Shape.of(224, 224, 3)).height();
        assertThat(scale.cuboid(Shape.of(56, 56, 64)).height()).isEqualTo(input / 2);
        assertThat(scale.cuboid(Shape.of(56, 56, 256)).width() - 3)
                .isCloseTo(2 * (scale.cuboid(Shape.of(56, 56, 64)).width() - 3), within(1e-9));
        assertThat(scale.cuboid(Shape.of(1, 1, 512)).height()).isGreaterThanOrEqualTo(9);
    }

    /// Each of the nine modules of GoogLeNet has four branches that a bar joins; each classifier says its weight.
    @Test
    void googlenetShowsItsModulesAndSideClassifiers() {
        String svg = NetworkDrawing.of("googlenet-aux", Zoo.named("googlenet-aux").network()).scene().svg("g");
        assertThat(svg.split(">concatenate<", -1)).hasSize(9 + 1);
        assertThat(svg.split(">in training: its loss × 0.3<", -1)).hasSize(2 + 1);
        assertThat(svg.split(">conv 5×5<", -1)).hasSize(9 + 1);
    }

    /// He et al.: 6, 8, 12 and 6 convolutions of 3×3 in the stages of the plain network; the first one
    /// of a stage differs.
    @Test
    void thePlainNetworkHasNoShortcut() {
        String svg = NetworkDrawing.plain("resnet34", Zoo.named("resnet34").network()).scene().svg("plain");
        assertThat(svg).contains(">×6<", ">×7<", ">×11<", ">×5<").doesNotContain(">add<");
        assertThatThrownBy(() -> NetworkDrawing.plain("vgg16", Zoo.named("vgg16").network()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("vgg16 has no shortcuts that could be left out");
    }

    /// Parameters by hand from the numbers of filters in table 1 of the paper, with biases.
    @Test
    void modulesHaveTheNamesOfThePaper() {
        Network googlenet = Zoo.named("googlenet").network();
        String[] names = {"3a", "3b", "4a", "4b", "4c", "4d", "4e", "5a", "5b"};
        int[][] filters = {
            {192, 64, 96, 128, 16, 32, 32}, {256, 128, 128, 192, 32, 96, 64}, {480, 192, 96, 208, 16, 48, 64},
            {512, 160, 112, 224, 24, 64, 64}, {512, 128, 128, 256, 24, 64, 64}, {512, 112, 144, 288, 32, 64, 64},
            {528, 256, 160, 320, 32, 128, 128}, {832, 256, 160, 320, 32, 128, 128},
            {832, 384, 192, 384, 48, 128, 128}};
        for (int i = 0; i < names.length; i++) {
            int[] n = filters[i];
            int parameters = (n[0] + 1) * (n[1] + n[2] + n[4] + n[6]) + (9 * n[2] + 1) * n[3] + (25 * n[4] + 1) * n[5];
            String part = "inception" + names[i];
            assertThat(NetworkDrawing.of("googlenet", googlenet, part).scene().svg(part)).contains(
                    ">" + part + " of googlenet: " + String.format(Locale.ROOT, "%,d", parameters) + " parameters<");
        }
        assertThatThrownBy(() -> NetworkDrawing.of("googlenet", googlenet, "inception3c"))
                .hasMessageContaining("did you mean inception3");
        Network squeezenet = Zoo.named("squeezenet-1.1").network();
        assertThatThrownBy(() -> NetworkDrawing.of("squeezenet-1.1", squeezenet, "inception2a"))
                .hasMessageStartingWith("squeezenet-1.1 has no part named inception2a");
        assertThatThrownBy(() -> NetworkDrawing.of("lenet5", Zoo.named("lenet5").network(), "inception3a"))
                .hasMessageStartingWith("lenet5 has no part named inception3a");
    }

    @Test
    void aPartIsDrawnByItsName() {
        Network network = Zoo.named("googlenet").network();
        Scene scene = NetworkDrawing.of("googlenet", network, "branches").scene();
        // 12,352 + 18,528 + 110,720 + 3,088 + 12,832 + 6,176, as the paper's table has for inception (3a), rounded.
        assertThat(scene.svg("part")).contains(">branches of googlenet: 163,696 parameters<", ">28×28×192<");
        assertThatThrownBy(() -> NetworkDrawing.of("googlenet", network, "branch"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("googlenet has no part named branch (did you mean branches?); expected a layer")
                .hasMessageEndingWith(", …");
    }

    @Test
    void theSameNetworkGivesTheSameBytes() {
        Network network = Zoo.named("lenet5").network();
        Scene scene = NetworkDrawing.of("lenet5", network).scene();
        assertThat(NetworkDrawing.of("lenet5", Zoo.named("lenet5").network()).scene().svg("a"))
                .isEqualTo(scene.svg("a"));
        Pixels pixels = scene.pixels();
        assertThat(pixels.width()).isEqualTo((int) Math.ceil(2 * (scene.width() + 40)));
        assertThat(pixels.png()).isEqualTo(scene.pixels().png());
    }

    /// Asked anew by each block around it, the measures of the innermost would take longer than the universe is old.
    @Test
    void deeplyNestedBlocksAreMeasuredOnce() {
        Layer layer = Conv2D.of(1, 1);
        for (int depth = 0; depth < 90; depth++) {
            layer = Residual.of(layer);
        }
        Scene scene = NetworkDrawing.of("deep", new Network(Shape.of(2, 2, 1), layer)).scene();
        assertThat(scene.svg("deep").split(">add<", -1)).hasSize(91);
    }
}
