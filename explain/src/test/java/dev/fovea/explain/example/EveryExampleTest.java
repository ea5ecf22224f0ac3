package dev.fovea.explain.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.backend.Backend;
import dev.fovea.backend.Backends;
import dev.fovea.op.Padding;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What every example promises: text with headings of one line, matrices, and pictures that can be opened.
class EveryExampleTest {
    /// Those that train do so for as short a time as they can.
    private static final Map<String, Function<Backend, Example>> SHORT = Map.of(
            "vanishing", backend -> VanishingGradients.of(backend, 1),
            "regularisation", backend -> WeightPenalties.of(backend, 2),
            "weakness", backend -> Weakness.of(backend, 2));

    static List<Named<Function<Backend, Example>>> examples() {
        List<Named<Function<Backend, Example>>> examples = new ArrayList<>(List.of(
                Named.of("a name to be escaped", backend -> PictureNumbers.of(
                        "grey & <small>", Tensor.zeros(Shape.of(2, 3, 1)), backend)),
                Named.of("a large picture", backend -> PictureNumbers.of(
                        "large", Tensor.zeros(Shape.of(40, 30, 3)), backend)),
                Named.of("contours", backend -> PictureContours.of(
                        "letter", PictureContours.Channel.GREY, "typed",
                        new SlidingWindow.Setting(
                                Letter.x().pixels(), Kernel.EDGES.weights(), 1, Padding.SAME, 0, 0), backend))));
        Examples.all().forEach(entry -> examples.add(Named.of(entry.id(), shortened(entry))));
        return examples;
    }

    static Function<Backend, Example> shortened(Examples.Entry entry) {
        return SHORT.getOrDefault(entry.id(), entry.of());
    }

    @Test
    void eachHasANameOfItsOwnAndOneLine() {
        assertThat(Examples.all()).extracting(Examples.Entry::id).doesNotHaveDuplicates()
                .allMatch(id -> id.matches("[a-z-]+"));
        assertThat(Examples.all()).extracting(Examples.Entry::description).allMatch(line -> line.length() <= 70);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void pagesAndPicturesCanBeShown(Function<Backend, Example> call) throws Exception {
        Example example = call.apply(Backends.shared());

        assertThat(example.title()).isNotBlank().doesNotContain("\n");
        assertThat(example.page()).isNotEmpty();
        assertThat(texts(example)).isNotEmpty().noneMatch(text -> text.contains("\n") || text.contains("null"));
        assertThat(example.pictures()).isNotEmpty();
        assertThat(example.page().stream().filter(Block.Picture.class::isInstance))
                .as("each picture stands once in the text")
                .containsExactlyInAnyOrderElementsOf(example.pictures().keySet().stream().map(Block::picture).toList());
        for (var picture : example.pictures().entrySet()) {
            ByteArrayInputStream bytes = new ByteArrayInputStream(picture.getValue());
            if (picture.getKey().endsWith(".png")) {
                assertThat(ImageIO.read(bytes)).as(picture.getKey()).isNotNull();
            } else {
                assertThat(picture.getKey()).endsWith(".svg");
                assertThat(DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(bytes).getDocumentElement()
                                .getTagName())
                        .isEqualTo("svg");
                assertThat(new String(picture.getValue(), StandardCharsets.UTF_8)).doesNotContain("NaN");
            }
        }
    }

    static List<String> texts(Example example) {
        return example.page().stream()
                .flatMap(block -> switch (block) {
                    case Block.Heading heading -> Stream.of(heading.text());
                    case Block.Paragraph paragraph -> Stream.of(paragraph.text());
                    case Block.Lines lines -> lines.lines().stream();
                    case Block.Row _, Block.Picture _ -> Stream.<String>of();
                    case Block.Table table -> table.rows().stream().flatMap(List::stream);
                })
                .toList();
    }
}
