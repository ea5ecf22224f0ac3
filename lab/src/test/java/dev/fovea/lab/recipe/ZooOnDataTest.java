package dev.fovea.lab.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.data.Dataset;
import dev.fovea.data.TrainTestSplit;
import dev.fovea.data.source.Digits;
import dev.fovea.data.source.Source;
import dev.fovea.nn.Pad2D;
import dev.fovea.nn.Sequential;
import dev.fovea.zoo.Architecture;
import dev.fovea.zoo.Zoo;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ZooOnDataTest {
    /// Parameters: the papers' counts, less what other channels and classes take. ResNet-20's first kernels have 9 · 16
    /// for each channel, its head 64 + 1 for each class; LeNet-5's have 25 · 6 for each channel, and 84 + 1 a class.
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "lenet5-1998-on-mnist  | lenet5-1998 on MNIST, padded to 32×32      | 28×28×1  | 60000",
        "lenet5-on-mnist       | lenet5 on MNIST                            | 28×28×1  | 44426",
        "lenet5-on-digits      | lenet5 on .*, brought to 32×32             | 32×32×1  | 61706",
        "lenet5-on-cifar-100   | lenet5 on CIFAR-100                        | 32×32×3  | 69656",
        "lenet5-1998-on-cifar-10 | lenet5-1998 on CIFAR-10, brought to 32×32 in grey | 32×32×1 | 60000",
        "resnet20-on-mnist     | resnet20 on MNIST                          | 28×28×1  | 269434",
        "resnet20-on-cifar-100 | resnet20 on CIFAR-100                      | 32×32×3  | 275572",
        "vgg11-on-mnist        | vgg11 on MNIST, padded to 32×32            | 28×28×1  | 0",
        "alexnet-on-cifar-10   | alexnet on CIFAR-10, brought to 227×227    | 227×227×3 | 0",
        "googlenet-aux-on-mnist | googlenet-aux on MNIST, brought to 224×224 | 224×224×1 | 0"})
    void imagesAreBroughtToWhatTheNetworkTakes(String id, String title, String input, long parameters) {
        Recipe recipe = Recipes.named(id);
        assertThat(recipe.id()).isEqualTo(id);
        assertThat(recipe.title()).matches(title);
        assertThat(recipe.input().toString()).isEqualTo(input);
        assertThat(recipe.network().output().size()).isEqualTo(id.endsWith("100") ? 100 : 10);
        assertThat(recipe.layers() instanceof Sequential all && all.layers().getFirst() instanceof Pad2D)
                .isEqualTo(title.contains("padded"));
        if (parameters > 0) {
            assertThat(recipe.network().summary(id).parameters()).isEqualTo(parameters);
        }
    }

    /// Any of them, but for LeNet-5 of 1998, whose codes are ten.
    @Test
    void everyNetworkTakesEveryDataSet() {
        for (Architecture one : Zoo.all()) {
            for (Source source : Source.all()) {
                String id = Recipes.of(one.id(), source.name());
                assertThat(Recipes.has(id)).isTrue();
                if (!id.equals("lenet5-1998-on-cifar-100")) {
                    assertThat(Recipes.named(id).source().name()).isEqualTo(source.name());
                }
            }
        }
        assertThatThrownBy(() -> Recipes.named("lenet5-1998-on-cifar-100"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most 10 classes, for which it has codes: got 32×32×1 and 100");
        assertThat(Recipes.has("lenet6-on-mnist")).isFalse();
        assertThat(Recipes.has("lenet5-on-images")).isFalse();
        assertThat(Recipes.ids()).noneMatch(id -> id.contains("-on-"));
    }

    /// Bilinear between the middles of pixels: the mean of a picture stays about what it was.
    @Test
    void enlargedImagesHaveTheirLabelsAndTheirMean() {
        Recipe recipe = Recipes.named("lenet5-on-digits");
        TrainTestSplit before = Digits.load();
        Dataset after = recipe.parts().apply(recipe.source().load(Path.of("nowhere"))).train();
        assertThat(after.size()).isEqualTo(before.train().size());
        assertThat(after.labels()).isEqualTo(before.train().labels());
        float[] small = new float[64];
        float[] large = new float[1024];
        for (int i : new int[] {0, 17, 900}) {
            before.train().read(i, small, 0);
            after.read(i, large, 0);
            assertThat(after.label(i)).isEqualTo(before.train().label(i));
            assertThat(mean(large)).isCloseTo(mean(small), within(.02));
        }
    }

    private static double mean(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
