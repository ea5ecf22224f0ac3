package dev.fovea.lab.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.data.TrainTestSplit;
import dev.fovea.data.source.Digits;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Initializer;
import dev.fovea.nn.MaxPool2D;
import dev.fovea.nn.Penalised;
import dev.fovea.nn.Sequential;
import dev.fovea.nn.VarianceScaling;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The words are those of the articles: what they print of their trainings must be found in them.
class RecipeSettingsTest {
    private static Map<String, String> facts(String id) {
        return new RecipeSettings(Recipes.named(id)).facts().stream().collect(Collectors.toMap(
                RecipeSettings.Fact::name, RecipeSettings.Fact::words));
    }

    private static List<String> layers(String id) {
        return new RecipeSettings(Recipes.named(id)).layers().stream()
                .map(layer -> " ".repeat(layer.depth()) + (layer.name() + " " + layer.words()).strip()).toList();
    }

    @Test
    void trainingsAreToldInFull() {
        assertThat(facts("cifar-alex-long"))
                .containsEntry("images", "50,000 train, 10,000 test")
                .containsEntry("input", "24×24×3, the centre of 32×32×3, values from 0 to 1, then each image less its"
                        + " mean, divided by its deviation")
                .containsEntry("rate", "0.001, times 0.1 after 60 % and 80 % of the steps")
                .containsEntry("length", "256 epochs of 391 steps, at most 100,000 steps");
        assertThat(facts("cifar-edureka")).containsEntry("rate", "0.001, 0.0001 from epoch 21, 1e-5 from epoch 41")
                .containsEntry("augment", "none");
        assertThat(facts("cifar-lenet-tf")).containsEntry(
                "optimizer", "RmsProp, rho 0.9, epsilon 1e-10, momentum 0, weight decay 0");
        assertThat(facts("mnist-lenet-sgd"))
                .containsEntry("images", "55,000 train, 5,000 validate, 10,000 test")
                .containsEntry("length", "10 epochs of 550 steps, 5,500 steps")
                .containsEntry("rate", "0.01, constant");
        assertThat(facts("digits-bn"))
                .containsEntry("images", "1,797 train, 1,797 test")
                .containsEntry("batch", "8, in the order of the file, the last images that fill no batch are left out")
                .containsEntry("loss", "mean of −y · log p over all outputs, p at least 1e-11")
                .containsEntry("length", "1,000 epochs of 224 steps, 224,000 steps");
        assertThat(facts("cifar-resnet20"))
                .containsEntry("optimizer", "Sgd, momentum 0.9, Nesterov yes, weight decay 0.0005")
                .containsEntry("augment", "RandomCrop(4), FlipLeftRight")
                .containsEntry("rate", "from 0.008 up to 0.2 over 30 % of the steps, then down to 8e-7");
    }

    @Test
    void layersAreToldInFull() {
        assertThat(layers("cifar-alex")).contains(
                "Conv2D 64 maps, kernel 5×5, stride 1, padding SAME, ReLU, weights truncated normal, deviation 0.05,"
                        + " biases 0.1",
                "MaxPool2D window 3×3, stride 2, padding SAME", "LocalResponseNorm radius 4, bias 1, α"
                        + " 0.00011111111, β 0.75",
                "Dense 384 units, ReLU, weights truncated normal, deviation 0.04, biases 0.1, penalty 0.004 · Σw² / 2")
                .hasSize(10);
        assertThat(layers("cifar-resnet20")).contains(
                "3 × Residual its layers and a shortcut are added, then ReLU",
                " Conv2D 32 maps, kernel 3×3, stride 2, padding 1, no activation, weights He normal, without biases",
                " shortcut: PadChannels 16 maps of 0").filteredOn(row -> row.startsWith("2 × Residual")).hasSize(2);
        assertThat(layers("cifar-edureka")).contains("Dropout rate 0.5", "Flatten");
    }

    @Test
    void whatHasNoUsualNameIsToldByItsNumbers() {
        var odd = new VarianceScaling(3, VarianceScaling.Mode.FAN_IN, VarianceScaling.Distribution.UNIFORM);
        assertThat(LayerWords.of(Sequential.of(
                        new Penalised(.5f, .25f, Dense.of(2).weights(odd).bias(Initializer.constant(1e-9)).named("d")),
                        Conv2D.of(1, 2, 3).stride(2, 1).dilation(2).padding(1).withoutBias(),
                        MaxPool2D.of(2).ceil())).stream().map(LayerWords.Row::words))
                .containsExactly(
                        "2 units, no activation, weights new VarianceScaling(3.0, FAN_IN, UNIFORM), biases 1e-9, named"
                                + " d, penalty 0.5 · Σ|w|, penalty 0.25 · Σw² / 2",
                        "1 map, kernel 2×3, stride 2×1, padding 1, dilation 2, no activation, weights Glorot uniform,"
                                + " without biases",
                        "window 2×2, stride 2, padding VALID, rounded up");
    }

    /// Counted without files: as many as the built-in ones are.
    @Test
    void theDigitsAreAsManyAsIsSaid() {
        TrainTestSplit digits = Digits.load();
        SourceFacts facts = SourceFacts.of(Digits.SOURCE);
        assertThat(digits.train().size()).isEqualTo(facts.train());
        assertThat(digits.test().size()).isEqualTo(facts.test());
        assertThat(digits.train().sample()).isEqualTo(facts.sample());
    }
}
