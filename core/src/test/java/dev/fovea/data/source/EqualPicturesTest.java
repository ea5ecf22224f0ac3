package dev.fovea.data.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.data.Dataset;
import dev.fovea.data.Subset;
import dev.fovea.drawing.Pixels;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EqualPicturesTest {
    @TempDir
    private Path folder;

    private Dataset pictures() throws IOException {
        for (int i = 0; i < 8; i++) {
            // Files of one size, of which no two are equal.
            float[] values = {i / 8f, 0, .5f, 1};
            Path file = folder.resolve(i < 4 ? "a/" + i + ".png" : "b/" + i + ".png");
            Files.createDirectories(file.getParent());
            Pixels.of(Tensor.of(Shape.of(2, 2, 1), values)).write(file);
        }
        return ImageFolder.of(folder).read(Shape.of(2, 2, 1)).complete();
    }

    @Test
    void differentPicturesAreNotNoted() throws IOException {
        Dataset all = pictures();
        assertThat(EqualPictures.between(Subset.of(all, 0, 1, 4), Subset.of(all, 2, 5))).isEmpty();
        assertThat(EqualPictures.ofTwoLabels(all)).isEmpty();
        assertThat(EqualPictures.between(Digits.train(), Digits.test())).isEmpty();
    }

    @Test
    void copiesAreCountedAndTheFirstIsNamed() throws IOException {
        pictures();
        Files.copy(folder.resolve("a/0.png"), folder.resolve("a/copy.png"));
        Files.copy(folder.resolve("a/1.png"), folder.resolve("b/copy.png"));
        Dataset all = ImageFolder.of(folder).read(Shape.of(2, 2, 1)).complete();
        // a: 0 1 2 3 copy, b: 4 5 6 7 copy.
        EqualPictures both = EqualPictures.between(Subset.of(all, 0, 1, 2, 5), Subset.of(all, 3, 4, 6, 9))
                .orElseThrow();
        assertThat(both.count()).isEqualTo(2);
        assertThat(both.one().file()).isEqualTo(folder.resolve("a/copy.png"));
        assertThat(both.other().file()).isEqualTo(folder.resolve("a/0.png"));
        assertThat(both.named()).isEqualTo(both.one().file() + " (a) and " + both.other().file() + " (a)");
        EqualPictures two = EqualPictures.ofTwoLabels(all).orElseThrow();
        assertThat(two.count()).isEqualTo(1);
        assertThat(two.one()).isEqualTo(new EqualPictures.Shown(folder.resolve("a/1.png"), "a"));
        assertThat(two.other()).isEqualTo(new EqualPictures.Shown(folder.resolve("b/copy.png"), "b"));
        assertThat(EqualPictures.between(all, all).orElseThrow().count()).isEqualTo(10);
    }
}
