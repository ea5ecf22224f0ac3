package dev.fovea.drawing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.io.ByteArrayInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class SvgTest {
    @TempDir
    private Path folder;

    static Document parse(String svg) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder().parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }

    static List<Element> elements(Document document, String tag) {
        NodeList nodes = document.getElementsByTagName(tag);
        List<Element> found = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            found.add((Element) nodes.item(i));
        }
        return found;
    }

    @Test
    void whateverTheTextTheDocumentIsWellFormedAndSaysIt() throws Exception {
        String nasty = "<script>\"a\" & 'b'</script>";
        Document document = parse(Words.of(nasty, Lettering.of(12)).svg(nasty));

        assertThat(elements(document, "title").getFirst().getTextContent()).isEqualTo(nasty);
        assertThat(elements(document, "text").getFirst().getTextContent()).isEqualTo(nasty);
        assertThat(elements(document, "script")).isEmpty();
    }

    @Test
    void charactersThatXmlCannotHoldAreReplaced() throws Exception {
        Document document = parse(Words.of("a\u0000b\uD800c", Lettering.of(12)).svg("t"));

        assertThat(elements(document, "text").getFirst().getTextContent()).isEqualTo("a\uFFFDb\uFFFDc");
    }

    @Test
    void numbersAreShortAndNeverMinusZero() {
        assertThat(Svg.number(-0.001)).isEqualTo("0");
        assertThat(Svg.number(100)).isEqualTo("100");
        assertThat(Svg.number(-2.5)).isEqualTo("-2.5");
    }

    @Test
    void aMatrixShowsEachNumberAndItsMarks() throws Exception {
        Matrix matrix = Matrix.of(Tensor.of(Shape.of(2, 2), 1, -0.11f, 0.777f, 0)).mark(0, 1, 2, 1, Colours.GREEN);

        Document document = parse(matrix.svg("m"));

        assertThat(elements(document, "text").stream().map(Element::getTextContent))
                .containsExactly("1.00", "−.11", ".78", ".00");
        assertThat(elements(document, "rect").stream().filter(rect -> rect.getAttribute("stroke").equals("#009e73")))
                .hasSize(1)
                .allMatch(rect -> rect.getAttribute("height").equals("72"))
                // Four letters of 0.62 em, and room on both sides.
                .allMatch(rect -> Double.parseDouble(rect.getAttribute("width")) > 4 * .62 * .38 * 36 + 8);
        assertThat(Matrix.of(Tensor.of(Shape.of(1, 2), 1, -2)).width()).isEqualTo(72);
    }

    @Test
    void theBackgroundIsWhite() throws Exception {
        Element first = elements(parse(Matrix.of(Tensor.of(Shape.of(1, 1), 1)).svg("m")), "rect").getFirst();

        assertThat(first.getAttribute("fill")).isEqualTo("#ffffff");
        assertThat(first.getAttribute("width")).isEqualTo("76");
    }

    @Test
    void figuresInAPanelDoNotOverlap() {
        Matrix cell = Matrix.of(Tensor.of(Shape.of(1, 1), 1)).cell(10);

        assertThat(Panel.row(5, cell, cell).width()).isEqualTo(25);
        assertThat(Panel.column(5, cell, cell).height()).isEqualTo(25);
        assertThat(Panel.grid(2, 5, List.of(cell, cell, cell)).height()).isEqualTo(25);
    }

    /// Tiles of 8 pixels, enlarged to 32, in two rows; captions are text, below their pictures.
    @Test
    void aSheetsWordsAreText() throws Exception {
        Pixels dark = Pixels.blank(8, 8, 0);
        Sheet sheet = new Sheet("above all", 2, 32, List.of(
                Sheet.Tile.of(dark, "first"), Sheet.Tile.of(dark, "second", "& more").frame(Colours.GREEN),
                Sheet.Tile.of(dark, "third")));
        Document document = parse(sheet.svg("sheet"));

        assertThat(elements(document, "text")).extracting(Element::getTextContent)
                .containsExactly("above all", "first", "second", "& more", "third");
        List<Element> pictures = elements(document, "image");
        assertThat(pictures).extracting(picture -> picture.getAttribute("width")).containsExactly("32", "32", "32");
        assertThat(pictures.get(0).getAttribute("y")).isEqualTo(pictures.get(1).getAttribute("y"));
        assertThat(pictures.get(2).getAttribute("x")).isEqualTo(pictures.get(0).getAttribute("x"));
        double below = Double.parseDouble(elements(document, "text").get(1).getAttribute("y"));
        assertThat(below).isGreaterThan(Double.parseDouble(pictures.getFirst().getAttribute("y")) + 32)
                .isLessThan(Double.parseDouble(pictures.get(2).getAttribute("y")));
    }

    @Test
    void aFileThatCannotBeWrittenIsOneLine() throws Exception {
        Path file = Files.writeString(folder.resolve("taken"), "");

        assertThatThrownBy(() -> Words.of("a", Lettering.of(12)).write(file.resolve("a.svg"), "a"))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("cannot write")
                .hasMessageContaining("choose another folder");
    }
}
