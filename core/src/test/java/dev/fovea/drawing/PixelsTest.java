package dev.fovea.drawing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.data.Images;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PixelsTest {
    @TempDir
    private Path folder;

    @Test
    void aWrittenPictureIsReadAsItWas() {
        Tensor image = Tensor.of(Shape.of(1, 2, 3), 0, 0.2f, 1, 1, 0.4f, 0);
        Path file = folder.resolve("new").resolve("a.png");

        Pixels.of(image).write(file);

        Tensor read = Images.read(file);
        assertThat(read.shape()).isEqualTo(image.shape());
        assertThat(read.values()).containsExactly(image.values(), org.assertj.core.data.Offset.offset(1e-6f));
    }

    @Test
    void greyImagesAndValuesOutsideTheRangeAreShown() {
        assertThat(Pixels.of(Tensor.of(Shape.of(1, 2, 1), -1, 2)).rgb()).containsExactly(0x000000, 0xFFFFFF);
    }

    @Test
    void lettersWithAccentsAreWrittenWithout() {
        assertThat(captioned("Äpfel, Straße").rgb()).isEqualTo(captioned("Apfel, Strasse").rgb());
        // As some systems write it: a letter, then its accent.
        assertThat(captioned("A\u0308pfel").rgb()).isEqualTo(captioned("Apfel").rgb());
        assertThat(Sheet.canWrite("Äpfel? 5 × 3 °")).isTrue();
        assertThat(Sheet.canWrite("東京")).isFalse();
    }

    private static Pixels captioned(String caption) {
        return Sheet.of("", 1, List.of(Sheet.Tile.of(new Pixels(1, 1, new int[] {1}), caption))).pixels();
    }

    @Test
    void enlargingRepeatsPixels() {
        Pixels large = new Pixels(2, 1, new int[] {1, 2}).within(5);

        assertThat(large.width()).isEqualTo(4);
        assertThat(large.rgb()).containsExactly(1, 1, 2, 2, 1, 1, 2, 2);
    }

    @Test
    void channelsAndFiltersArePickedFromTheLastAxes() {
        ColourScale scale = ColourScale.grey(0, 1);
        Tensor maps = Tensor.of(Shape.of(1, 2, 2), 0, 1, 1, 0);

        assertThat(Pixels.channel(maps, 0, scale).rgb()).containsExactly(0x000000, 0xFFFFFF);
        assertThat(Pixels.channel(maps, 1, scale).rgb()).containsExactly(0xFFFFFF, 0x000000);
        Tensor colour = Tensor.of(Shape.of(1, 1, 3, 2), 1, -1, 0, -1, -1, -1);
        assertThat(Pixels.filter(colour, 0, 1).rgb()).containsExactly(0xFF8000);
        assertThat(Pixels.filter(colour, 1, 1).rgb()).containsExactly(0x000000);
    }

    @Test
    void colourScalesFitTheNumbers() {
        assertThat(ColourScale.of(-2, 1)).isEqualTo(ColourScale.diverging(2));
        assertThat(ColourScale.of(3, 1, Float.NaN)).isEqualTo(ColourScale.sequential(0, 3));
        ColourScale grey = ColourScale.grey(0, 2);
        assertThat(grey.rgb(1)).isEqualTo(0x808080);
        assertThat(grey.rgb(9)).isEqualTo(0xFFFFFF);
        assertThat(grey.rgb(Double.NaN)).isEqualTo(Colours.PURPLE);
        assertThat(ColourScale.diverging(1).rgb(0)).isEqualTo(ColourScale.diverging(5).rgb(0));
    }

    @Test
    void aSheetHoldsEachTileOnceWithItsFrame() {
        Pixels red = new Pixels(1, 1, new int[] {0xFF0000});
        Pixels blue = new Pixels(1, 1, new int[] {0x0000FF});
        Sheet sheet = Sheet.of("", 2, List.of(
                Sheet.Tile.of(red), Sheet.Tile.of(blue, "two", "lines").frame(Colours.GREEN), Sheet.Tile.of(red)))
                        .side(10);

        int[] rgb = sheet.pixels().rgb();

        assertThat(java.util.Arrays.stream(rgb).filter(c -> c == 0xFF0000)).hasSize(200);
        assertThat(java.util.Arrays.stream(rgb).filter(c -> c == 0x0000FF)).hasSize(100);
        assertThat(java.util.Arrays.stream(rgb).filter(c -> c == Colours.GREEN)).hasSize(18 * 18 - 100);
        assertThat(java.util.Arrays.stream(rgb).filter(c -> c == Colours.INK)).isNotEmpty();
    }

    @Test
    void lettersAreWhatTheyLookLike() {
        Pixels page = Pixels.blank(PixelFont.width("L"), PixelFont.HEIGHT, 0);

        PixelFont.write(page, "L", 0, 0, 1);

        StringBuilder seen = new StringBuilder();
        for (int y = 0; y < 16; y += 2) {
            for (int x = 0; x < 10; x += 2) {
                seen.append(page.rgb()[y * page.width() + x] == 1 ? '#' : '.');
            }
            seen.append('\n');
        }
        assertThat(seen).hasToString("#....\n".repeat(6) + "#####\n.....\n");
    }

    @Test
    void wrongUseIsSaid() {
        assertThatThrownBy(() -> new Pixels(2, 2, new int[3])).hasMessageContaining("2×2").hasMessageContaining("3");
        assertThatThrownBy(() -> Pixels.of(Tensor.zeros(Shape.of(2, 2, 5)))).hasMessageContaining("2×2×5");
        assertThatThrownBy(() -> Sheet.of("", 0, List.of())).hasMessageContaining("columns=0");
    }

    @Test
    void aMatrixIsDrawnWithItsNumbersAndNames() {
        Matrix matrix = Matrix.of(new Tensor(Shape.of(2, 2), new float[] {0, 1, 2, 3}))
                .scale(ColourScale.sequential(0, 3));
        Pixels plain = matrix.decimals(-1).cell(10).pixels();
        assertThat(plain.width()).isEqualTo(12 + 2 * 10 + 12);
        assertThat(plain.rgb()[(12 + 5) * plain.width() + 12 + 5]).isEqualTo(ColourScale.sequential(0, 3).rgb(0));
        assertThat(plain.rgb()[(12 + 15) * plain.width() + 12 + 15]).isEqualTo(ColourScale.sequential(0, 3).rgb(3));

        Pixels named = matrix.names(List.of("cat", "dog"), List.of("cat", "dog")).pixels();
        assertThat(named.width()).isGreaterThan(plain.width() + 2 * 34);
        // Numbers are drawn into the dark cell in white.
        int dark = ColourScale.sequential(0, 3).rgb(3);
        assertThat(named.rgb()).contains(dark, Colours.textOn(dark), Colours.INK);
    }
}
