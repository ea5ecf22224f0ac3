package dev.fovea.lab.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.data.augment.Brightness;
import dev.fovea.data.augment.CenterCrop;
import dev.fovea.data.augment.Contrast;
import dev.fovea.data.augment.CutMix;
import dev.fovea.data.augment.Cutout;
import dev.fovea.data.augment.Fill;
import dev.fovea.data.augment.FlipLeftRight;
import dev.fovea.data.augment.FlipUpDown;
import dev.fovea.data.augment.Hue;
import dev.fovea.data.augment.Mixup;
import dev.fovea.data.augment.PerImageStandardization;
import dev.fovea.data.augment.RandomCrop;
import dev.fovea.data.augment.RandomErasing;
import dev.fovea.data.augment.RandomResizedCrop;
import dev.fovea.data.augment.Resize;
import dev.fovea.data.augment.Rotate;
import dev.fovea.data.augment.Saturation;
import dev.fovea.data.augment.Shear;
import dev.fovea.data.augment.Shift;
import dev.fovea.data.augment.Zoom;
import dev.fovea.json.Json;
import dev.fovea.json.JsonObject;
import dev.fovea.json.JsonString;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Initializer;
import dev.fovea.nn.Layer;
import dev.fovea.nn.Layers;
import dev.fovea.nn.Loss;
import dev.fovea.nn.VarianceScaling;
import dev.fovea.optim.Adagrad;
import dev.fovea.optim.Adam;
import dev.fovea.optim.AdamW;
import dev.fovea.optim.Clip;
import dev.fovea.optim.Cosine;
import dev.fovea.optim.Exponential;
import dev.fovea.optim.Milestones;
import dev.fovea.optim.OneCycle;
import dev.fovea.optim.Optimizer;
import dev.fovea.optim.ParameterGroup;
import dev.fovea.optim.Piecewise;
import dev.fovea.optim.RmsProp;
import dev.fovea.optim.Sgd;
import dev.fovea.optim.StepDecay;
import dev.fovea.optim.Warmup;
import dev.fovea.tensor.Seed;
import dev.fovea.train.Fit;
import dev.fovea.train.TrainingText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Results that are kept name the fingerprints of their recipes. A fingerprint that changes makes them strangers: if
/// this test fails, mend the text (see [dev.fovea.json.CanonicalText]), not the table.
class FingerprintsTest {
    private static final Path RESULTS = Path.of("..", "docs", "results");

    private static List<String> lines(String resource) {
        try (InputStream in = FingerprintsTest.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void everyRecipeHasTheDigestsThatItHad() {
        List<String> now = new ArrayList<>(List.of("recipe,digest,dataDigest"));
        Recipes.all().forEach(recipe -> now.add(recipe.id() + "," + recipe.digest() + "," + recipe.dataDigest()));
        assertThat(now).containsAll(lines("digests.csv"));
        assertThat(now).as("a new recipe needs a line").hasSameSizeAs(lines("digests.csv"));
    }

    @Test
    void theResultsThatAreKeptAreOfTheRecipesOfToday() throws IOException {
        Map<String, Recipe> recipes = new LinkedHashMap<>();
        Recipes.all().forEach(recipe -> recipes.put(recipe.id(), recipe));
        int compared = 0;
        List<Path> files;
        try (Stream<Path> all = Files.list(RESULTS)) {
            files = all.filter(file -> file.toString().endsWith(".json")).sorted().toList();
        }
        for (Path file : files) {
            JsonObject result = (JsonObject) Json.read(Files.readString(file));
            if (result.get("recipe") instanceof JsonString id && result.get("digest") instanceof JsonString digest) {
                Recipe recipe = recipes.get(id.value());
                assertThat(digest.value()).as(file.toString()).isEqualTo(recipe.digest());
                if (result.get("dataDigest") instanceof JsonString data) {
                    assertThat(data.value()).as(file.toString()).isEqualTo(recipe.dataDigest());
                }
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(50);
    }

    /// The files hold one layer a line: as version 3 of the format wrote it, as version 4 does, and its text.
    static Stream<Arguments> layers() {
        List<String> before = lines("layers-v3.jsonl");
        List<String> now = lines("layers-v4.jsonl");
        List<String> texts = lines("layer-texts.txt");
        assertThat(before).hasSameSizeAs(now).hasSameSizeAs(texts);
        return Stream.iterate(0, i -> i < texts.size(), i -> i + 1)
                .map(i -> Arguments.of(texts.get(i), before.get(i), now.get(i)));
    }

    @ParameterizedTest
    @MethodSource("layers")
    void everyLayerIsReadAndWorded(String text, String before, String now) {
        Layer layer = Layers.codec().read(Json.read(before));
        assertThat(NetworkText.words().of(layer)).isEqualTo(text);
        assertThat(Layers.codec().read(Json.read(now))).isEqualTo(layer);
        assertThat(Layers.codec().write(layer)).hasToString(now);
    }

    @Test
    void everyLayerOfTheRegistryIsAmongThem() {
        String all = String.join("\n", lines("layers-v4.jsonl"));
        assertThat(Layers.codec().types().keySet())
                .as("a new layer needs a line in layers-v3.jsonl, layers-v4.jsonl and layer-texts.txt")
                .allMatch(name -> all.contains("{\"type\":\"" + name + "\""));
    }

    /// Initializers by their numbers: two that differ have texts that differ.
    @Test
    void whatTheShortTextsLeaveOutFollows() {
        assertThat(NetworkText.words().of(Dense.of(1).weights(new Initializer.NormalInitializer(0.5f, 2))))
                .isEqualTo("Dense.of(1).weights(Initializer.normal(2.0).mean(0.5))");
        VarianceScaling odd =
                new VarianceScaling(3, VarianceScaling.Mode.FAN_AVERAGE, VarianceScaling.Distribution.NORMAL);
        assertThat(NetworkText.words().of(odd)).isEqualTo("new VarianceScaling(3.0, FAN_AVERAGE, NORMAL)");
    }

    static Stream<Arguments> trainings() {
        Fit fit = Fit.epochs(2).seed(Seed.of(3));
        return Stream.of(
                Arguments.of(fit, "Fit[epochs=2, steps=0, batch=32, optimizer=Adam[schedule=ConstantRate[rate=0.001],"
                        + " beta1=0.9, beta2=0.999, epsilon=1.0E-8, weightDecay=0.0], loss=CrossEntropy[smoothing=0.0],"
                        + " clip=None[], groups=[], transforms=[], mixing=[], seed=Seed[value=3], validation=0.0,"
                        + " shuffle=true, dropLast=false]"),
                Arguments.of(fit.steps(9).batch(4).loss(Loss.crossEntropy().smoothing(0.1).soft()).clip(Clip.norm(1))
                                .groups(ParameterGroup.of("a*").frozen(), ParameterGroup.of("b").weightDecay(0.5))
                                .transforms(FlipLeftRight.of(), RandomCrop.of(1)).mixing(Mixup.of(0.5), CutMix.of(1))
                                .validate(0.25).unshuffled().droppingLast()
                                .optimizer(Sgd.of(StepDecay.of(0.1)).momentum(0.9).nesterov()),
                        "Fit[epochs=2, steps=9, batch=4, optimizer=Sgd[schedule=StepDecay[rate=0.1, every=30,"
                                + " factor=0.1],"
                                + " momentum=0.9, lookAhead=true, weightDecay=0.0],"
                                + " loss=SoftCrossEntropy[smoothing=0.1],"
                                + " clip=Norm[limit=1.0], groups=[ParameterGroup[pattern=a*, rateScale=1.0,"
                                + " weightDecay=null, trainable=false], ParameterGroup[pattern=b, rateScale=1.0,"
                                + " weightDecay=0.5, trainable=true]], transforms=[FlipLeftRight.of(),"
                                + " RandomCrop.of(1)],"
                                + " mixing=[Mixup.of(0.5), CutMix.of(1.0)], seed=Seed[value=3], validation=0.25,"
                                + " shuffle=false, dropLast=true]"));
    }

    @ParameterizedTest
    @MethodSource("trainings")
    void everyPartOfATrainingIsWorded(Fit fit, String text) {
        assertThat(TrainingText.words().of(fit)).isEqualTo(text);
    }

    /// The text that version 1 to 3 of the format wrote into checkpoints.
    @Test
    void optimizersLossesAndAugmentationsAreWorded() {
        List<Optimizer> optimizers = List.of(
                AdamW.of(Warmup.of(2, Cosine.of(0.3).last(0.1))), RmsProp.of(Exponential.of(0.1)).momentum(0.5),
                Adagrad.of(Piecewise.of(0.1).then(3, 0.01)), Sgd.of(Milestones.of(0.1)), Adam.of(OneCycle.of(0.1)));
        assertThat(words(optimizers)).isEqualTo("""
                AdamW[schedule=Warmup[epochs=2.0, then=Cosine[rate=0.3, last=0.1]], beta1=0.9, beta2=0.999,\
                 epsilon=1.0E-8, weightDecay=0.01]
                RmsProp[schedule=Exponential[rate=0.1, factor=0.95], rho=0.99, epsilon=1.0E-8, momentum=0.5,\
                 weightDecay=0.0]
                Adagrad[schedule=Piecewise[rates=[0.1, 0.01], epochs=[3]], epsilon=1.0E-10, weightDecay=0.0]
                Sgd[schedule=Milestones[rate=0.1, factor=0.1, shares=[0.6, 0.8]], momentum=0.0,\
                 lookAhead=false, weightDecay=0.0]
                Adam[schedule=OneCycle[peak=0.1, rise=0.3, start=25.0, end=10000.0], beta1=0.9, beta2=0.999,\
                 epsilon=1.0E-8, weightDecay=0.0]
                """);
        assertThat(words(List.of(Loss.clippedCrossEntropy(1e-11), Loss.meanSquaredError(), Clip.value(0.5))))
                .isEqualTo("ClippedCrossEntropy[least=1.0E-11]\nSquares[]\nValue[limit=0.5]\n");
        assertThat(words(List.of(
                        FlipUpDown.of(), RandomCrop.to(20, 24).padding(4), RandomResizedCrop.to(32, 32),
                        CenterCrop.to(3, 4),
                        Resize.to(8, 8), Resize.to(8, 9).area(), Rotate.of(20), Rotate.of(5).fill(Fill.constant(0.5)),
                        Zoom.of(.5, 2).fill(Fill.reflect()), Shift.of(.1, .2).fill(Fill.constant(0)), Shear.of(3),
                        Brightness.of(.25), Contrast.of(.2, 1.8), Saturation.of(0, 2), Hue.of(.1),
                        PerImageStandardization.of(), Cutout.of(16), Cutout.of(3).value(0.5),
                        RandomErasing.of(.5).value(.25), RandomErasing.of(1).noise())))
                .isEqualTo("""
                        FlipUpDown.of()
                        RandomCrop.to(20, 24).padding(4)
                        RandomResizedCrop.to(32, 32).area(0.08, 1.0).aspect(1.3333334)
                        CenterCrop.to(3, 4)
                        Resize.to(8, 8)
                        Resize.to(8, 9).area()
                        Rotate.of(20.0)
                        Rotate.of(5.0).fill(Fill.constant(0.5))
                        Zoom.of(0.5, 2.0).fill(Fill.reflect())
                        Shift.of(0.1, 0.2).fill(Fill.constant(0.0))
                        Shear.of(3.0)
                        Brightness.of(0.25)
                        Contrast.of(0.2, 1.8)
                        Saturation.of(0.0, 2.0)
                        Hue.of(0.1)
                        PerImageStandardization.of()
                        Cutout.of(16)
                        Cutout.of(3).value(0.5)
                        RandomErasing.of(0.5).area(0.02, 0.4).aspect(3.3333333).value(0.25)
                        RandomErasing.of(1.0).area(0.02, 0.4).aspect(3.3333333).noise()
                        """);
    }

    private static String words(List<?> parts) {
        StringBuilder text = new StringBuilder();
        parts.forEach(part -> text.append(TrainingText.words().of(part)).append('\n'));
        return text.toString();
    }
}
