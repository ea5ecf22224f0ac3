package dev.fovea.lab.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.backend.Backend;
import dev.fovea.backend.Backends;
import dev.fovea.data.ArrayDataset;
import dev.fovea.data.Dataset;
import dev.fovea.data.Holdout;
import dev.fovea.data.Joined;
import dev.fovea.data.Preprocessing;
import dev.fovea.data.TrainTestSplit;
import dev.fovea.data.source.Cifar100;
import dev.fovea.data.source.Digits;
import dev.fovea.data.source.Mnist;
import dev.fovea.model.Model;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import dev.fovea.train.Trainer;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RecipesTest {
    static Stream<Named<Recipe>> recipes() {
        return Recipes.all().stream().map(recipe -> Named.of(recipe.id(), recipe));
    }

    /// Parameters and multiply-adds as the articles print them.
    @ParameterizedTest
    @CsvSource({
        "mnist-500, 3274634, 0",
        "mnist-deep, 3274634, 0",
        "mnist-lenet-adam, 3255914, 0",
        "mnist-lenet-sgd, 3255914, 0",
        "cifar-lenet-keras, 4239978, 0",
        "cifar-lenet-tf, 4239978, 0",
        "cifar-edureka, 3247422, 45.9",
        "cifar-alex, 1068298, 18.47",
        "cifar-alex-long, 1068298, 18.47",
        "cifar-resnet20, 269722, 40.6",
        "cifar-depth-plain20, 269722, 40.6",
        "cifar-depth-plain56, 853018, 0",
        "cifar-depth-resnet56, 853018, 0",
        // 64 · 90 + 90 more outputs than ResNet-20 for ten classes.
        "cifar-100, 275572, 0",
        // 784 · n + n + 10 · n + 10, and 784 · 1600 + 1600 + 1600 · 1200 + 1200 + 1200 · 10 + 10.
        "dense-small-100, 12730, 0",
        "dense-medium-1000, 101770, 0",
        "dense-large-60000, 3189210, 0",
        "digits-softmax-l1, 650, 0",
        "cifar-lenet-tf-plain, 4239978, 0",
        // Of LeNet's biases 10 stay; two numbers for each map and unit come instead.
        "mnist-lenet-bn, 3257034, 0",
    })
    void networksAreThoseOfTheArticles(String id, long parameters, double megaMultiplyAdds) {
        var summary = Recipes.named(id).network().summary(id);
        assertThat(summary.parameters()).isEqualTo(parameters);
        if (megaMultiplyAdds > 0) {
            assertThat(summary.multiplyAdds() / 1e6).isCloseTo(megaMultiplyAdds, within(.05));
        }
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void numbersThatAreCheckedAreWithinReach(Recipe recipe) {
        Published published = recipe.published();
        assertThat(Double.isNaN(published.bar()) || published.bar() <= published.accuracy()).isTrue();
        assertThat(recipe.network().output().size()).isEqualTo(recipe.source() == Cifar100.SOURCE ? 100 : 10);
        assertThat(recipe.id()).matches("[a-z0-9-]+");
    }

    /// A fingerprint of words that name objects by their place in memory would differ from run to run.
    @ParameterizedTest
    @MethodSource("recipes")
    void fingerprintsAreOfWhatDecidesTheNumbers(Recipe recipe) {
        assertThat(recipe.description()).doesNotContainPattern("@[0-9a-f]{4}|Lambda");
        assertThat(recipe.digest()).matches("[0-9a-f]{12}")
                .isEqualTo(recipe.fit(recipe.fit().seed(Seed.of(7))).digest())
                .isNotEqualTo(recipe.fit(recipe.fit().batch(77)).digest());
    }

    /// Each of them decides which images the numbers are of.
    @Test
    void dataHaveAFingerprintOfTheirOwn() {
        Recipe recipe = Recipes.named("digits-bn-held-out");
        Recipe other = new Recipe(
                recipe.id(), recipe.title(), Mnist.SOURCE, recipe.parts(), recipe.input(), recipe.preprocessing(),
                recipe.layers(), recipe.fit(), recipe.published(), recipe.scalars(), recipe.notes());
        List<Recipe> changed = List.of(
                other,
                recipe.parts(Recipe.Parts::all),
                recipe.parts(Recipe.Parts::watchingTest),
                recipe.parts(data -> fifth(data, 2)),
                recipe.preprocessing(Preprocessing::of),
                recipe.preprocessing(Preprocessing::ofMeanStd),
                recipe.preprocessing(data -> Preprocessing.of(data).standardising()),
                recipe.published(Published.nothing().onFirst(256)));
        assertThat(changed.stream().map(Recipe::dataDigest)).doesNotHaveDuplicates()
                .doesNotContain(recipe.dataDigest());
        assertThat(changed.stream().map(Recipe::digest)).containsOnly(recipe.digest());
        assertThat(recipe.parts(data -> fifth(data, 1)).dataDigest()).isEqualTo(recipe.dataDigest());
        assertThat(recipe.fit(recipe.fit().batch(77)).dataDigest()).isEqualTo(recipe.dataDigest());
    }

    private static Recipe.Parts fifth(TrainTestSplit data, int seed) {
        Holdout split = Holdout.of(new Joined(data.train(), data.test()), .2, Seed.of(seed));
        return new Recipe.Parts(split.train(), null, split.validation());
    }

    /// By which results are told from those of other recipes, in files that are kept.
    @ParameterizedTest
    @MethodSource("recipes")
    void fingerprintsOfDataSayWhichImages(Recipe recipe) {
        assertThat(DataFingerprint.of(recipe)).startsWith(recipe.source().name() + "\ntrain ")
                .doesNotContainPattern("@[0-9a-f]{4}|Lambda");
    }

    @Test
    void idsAreUnlike() {
        assertThat(Recipes.all().stream().map(Recipe::id)).doesNotHaveDuplicates();
    }

    /// 1.96 √(0.9453 · 0.0547 / 256) = 0.0279.
    @Test
    void fewImagesHaveAWideInterval() {
        assertThat(Recipes.named("mnist-500").published().bar()).isCloseTo(.9453 - .0279, within(1e-4));
    }

    @Test
    void digitsAreMeasuredOnThemselvesOrOnAFifth() {
        var data = Digits.load();
        Recipe.Parts itself = Recipes.named("digits-bn").parts().apply(data);
        assertThat(itself.train().size()).isEqualTo(1797);
        assertThat(itself.test()).isSameAs(itself.train());
        assertThat(itself.train().label(1500)).isEqualTo(data.test().label(1500 - data.train().size()));
        Recipe.Parts held = Recipes.named("digits-bn-held-out").parts().apply(data);
        assertThat(held.test().size()).isEqualTo(359);
        assertThat(held.train().size()).isEqualTo(1438);
    }

    @Test
    void pictureIsCutAndStandardised() {
        var preprocessing = Recipes.named("cifar-alex").preprocessing().apply(Digits.load().train());
        assertThat(preprocessing.image().toString()).isEqualTo("32×32×3");
        assertThat(preprocessing.shape().toString()).isEqualTo("24×24×3");
        assertThat(preprocessing.standardised()).isTrue();
    }

    /// Whoever reads of "the article" must be able to tell which.
    @ParameterizedTest
    @MethodSource("recipes")
    void theArticleOfANoteIsNamed(Recipe recipe) {
        if (recipe.notes().stream().anyMatch(note -> note.contains("article"))) {
            assertThat(recipe.published().article()).isNotNull();
        }
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void notesDoNotContradictTheTraining(Recipe recipe) {
        String notes = String.join("; ", recipe.notes());
        if (notes.contains("images are shuffled")) {
            assertThat(recipe.fit().shuffle()).isTrue();
        }
        if (notes.contains(" keep the")) {
            assertThat(recipe.fit().shuffle()).isFalse();
        }
        if (notes.contains("brightness")) {
            assertThat(recipe.fit().transforms()).hasSizeGreaterThan(1);
        }
        if (notes.contains("best by them")) {
            assertThat(notes).containsOnlyOnce("best by them");
        }
        assertThat(recipe.notes()).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({"digits-bn, 224, 5", "digits-bn-held-out, 179, 6"})
    void batchesInTheNotesAreThoseOfTheImages(String id, int batches, int left) {
        Recipe recipe = Recipes.named(id);
        int images = recipe.parts().apply(Digits.load()).train().size();
        assertThat(batches).isEqualTo(images / 8);
        assertThat(left).isEqualTo(images % 8);
        assertThat(recipe.notes()).contains(
                "the " + batches + " batches of 8 keep their order, and the last " + left
                        + " images are never trained on");
    }

    @Test
    void theRegistryKnowsEachRecipeByItsOwnName() {
        assertThat(Recipes.all()).extracting(Recipe::id).containsExactlyElementsOf(Recipes.ids());
        assertThat(Recipes.ids()).doesNotHaveDuplicates();
    }

    /// Pictures made up, one of each class: a network that knows nothing has a loss of about ln 100.
    @Test
    void aHundredClassesAreTrained() {
        Recipe recipe = Recipes.named("cifar-100");
        float[] pixels = new float[100 * 3072];
        int[] classes = new int[100];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (i * 31 + i / 3072 * 7) % 256 / 255f;
            classes[i / 3072] = i / 3072;
        }
        List<String> labels = IntStream.range(0, 100).mapToObj(k -> "class " + k).toList();
        Dataset images = ArrayDataset.of(Shape.of(32, 32, 3), pixels, classes, labels);
        Recipe.Parts parts = recipe.parts().apply(new TrainTestSplit(images, images));
        try (Backend backend = Backends.open(1)) {
            Model model = recipe.model(Seed.of(1), parts.train(), backend);
            assertThat(model.labels()).hasSize(100);
            Trainer.Result result = model.trainer(recipe.fit().steps(1).batch(100), parts.train(), null, null)
                    .run(List.of());
            assertThat(result.train().loss()).isCloseTo(Math.log(100), within(1.5));
        }
    }
}
