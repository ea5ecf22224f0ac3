package dev.fovea.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.data.DataException;
import dev.fovea.data.Dataset;
import dev.fovea.data.NearestNeighbours;
import dev.fovea.tensor.Shape;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DigitsTest {
    @Test
    void rowsKeepTheirOrder() {
        Dataset train = Digits.train();
        Dataset test = Digits.test();
        assertThat(train.size()).isEqualTo(1437);
        assertThat(test.size()).isEqualTo(360);
        assertThat(train.sample()).isEqualTo(Shape.of(8, 8, 1));
        assertThat(train.labels()).hasSize(10);
        float[] image = new float[65];
        train.read(0, image, 1);
        assertThat(image)
                .startsWith(0, 0, 0, 5 / 16f, 13 / 16f, 9 / 16f, 1 / 16f, 0, 0)
                .endsWith(0, 0, 0);
        assertThat(train.label(0)).isZero();
        assertThat(train.label(1)).isEqualTo(1);
        assertThat(test.label(359)).isEqualTo(8);
    }

    @Test
    void threeNearestNeighboursFindTheKnownShare() {
        double accuracy = NearestNeighbours.of(Digits.train(), 3).accuracy(Digits.test());
        assertThat(accuracy).isEqualTo(348 / 360.0);
    }

    @Test
    void theRegistryLoadsThemWithoutAFolder() {
        assertThat(Source.named("digits").builtIn()).isTrue();
        assertThat(Source.named("digits").load(Path.of("nowhere")).train().size())
                .isEqualTo(1437);
    }

    @Test
    void aDamagedFileIsAnError() {
        assertThatThrownBy(() -> Digits.values("1,2,3\n".getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(DataException.class)
                .hasMessage("the built-in digits are damaged: expected 1797 rows of 65 numbers from 0 to 16, "
                        + "got 3 numbers; rebuild or reinstall Fovea");
        assertThatThrownBy(() -> Digits.values("1,17,3\n".getBytes(StandardCharsets.US_ASCII)))
                .hasMessageContaining("got 1 numbers");
    }
}
