package dev.fovea.explain.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.data.Dataset;
import dev.fovea.data.Subset;
import dev.fovea.data.source.Digits;
import dev.fovea.model.Model;
import dev.fovea.nn.Activation;
import dev.fovea.nn.BatchNorm;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Dropout;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Sequential;
import dev.fovea.optim.Adam;
import dev.fovea.tensor.Seed;
import dev.fovea.train.Fit;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class SinglePictureTest {
    private static Model trained(BatchNorm norm) {
        Dataset train = Digits.train();
        Sequential layers =
                Sequential.of(Conv2D.of(8, 3).stride(4).same(), norm, Activation.RELU, Flatten.of(),
                        Dense.of(10));
        Model model = Model.of(layers, train, Seed.of(1));
        model.fit(train, Fit.epochs(5).optimizer(Adam.of(1e-2)));
        return model;
    }

    @Test
    void aSinglePictureNeedsRunningStatistics() {
        Model model = trained(BatchNorm.of());
        Dataset test = Subset.first(Digits.test(), 200);
        float[] before = model.subject().store().stateValues().clone();

        SinglePicture result = SinglePicture.of(model, test, false);

        assertThat(result.running()).isEqualTo(model.evaluate(test).score().correct()).isGreaterThan(result.alone());
        assertThat(result.images()).isEqualTo(200);
        assertThat(result.leftOver()).isZero();
        assertThat(model.subject().store().stateValues()).as("running statistics").containsExactly(before);
        for (SinglePicture.Shown shown : result.shown()) {
            assertThat(shown.running().label()).isEqualTo(model.predict(shown.image()).label());
            assertThat(shown.running().probability())
                    .isCloseTo(model.predict(shown.image()).probability(), Offset.offset(1e-5f));
        }
        assertThat(result.shown()).hasSizeGreaterThanOrEqualTo(6);
    }

    @Test
    void withStatisticsOfEachNeuronAllPicturesLookAlike() {
        Model model = trained(BatchNorm.of().perNeuron());

        SinglePicture result = SinglePicture.of(model, Subset.first(Digits.test(), 60), false);

        assertThat(result.shown().stream().map(SinglePicture.Shown::alone).map(Objects::toString).distinct())
                .hasSize(1);
        assertThat(result.alone()).isLessThan(20);
        assertThat(result.running()).isGreaterThan(30);
    }

    /// Where no statistic is taken, all three ways are the same prediction: nothing is dropped.
    @Test
    void nothingIsDropped() {
        Sequential layers = Sequential.of(
                Flatten.of(), Dense.of(64).relu(), Dropout.of(0.9), Dense.of(10), BatchNorm.of().frozen());
        Model model = Model.of(layers, Digits.train(), Seed.of(4));

        SinglePicture result = SinglePicture.of(model, Subset.first(Digits.test(), 60), false);

        assertThat(result.alone()).isEqualTo(result.running());
        assertThat(result.together()).isEqualTo(result.running());
        for (SinglePicture.Shown shown : result.shown()) {
            assertThat(shown.alone().label()).isEqualTo(shown.running().label());
            assertThat(shown.alone().probability())
                    .isCloseTo(shown.running().probability(), Offset.offset(1e-5f));
        }
    }

    @Test
    void aNetworkWithoutBatchNormIsRefused() {
        Model model = Model.of(Sequential.of(Flatten.of(), Dense.of(10)), Digits.train(), Seed.of(1));

        assertThatThrownBy(() -> SinglePicture.of(model, Digits.test(), false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected one with BatchNorm");
    }
}
