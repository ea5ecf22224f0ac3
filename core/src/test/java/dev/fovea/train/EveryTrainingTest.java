package dev.fovea.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.data.Dataset;
import dev.fovea.data.Subset;
import dev.fovea.data.augment.CutMix;
import dev.fovea.data.augment.Mixup;
import dev.fovea.data.augment.RandomCrop;
import dev.fovea.data.source.Digits;
import dev.fovea.model.Model;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Loss;
import dev.fovea.nn.MaxPool2D;
import dev.fovea.nn.Sequential;
import dev.fovea.optim.Adam;
import dev.fovea.optim.Clip;
import dev.fovea.optim.Optimizer;
import dev.fovea.optim.Optimizers;
import dev.fovea.optim.ParameterGroup;
import dev.fovea.optim.Schedule;
import dev.fovea.optim.Schedules;
import dev.fovea.optim.Sgd;
import dev.fovea.tensor.Seed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every optimizer × schedule × clipping of the registries learns 32 digits by heart, and every setting of a
/// training changes it.
class EveryTrainingTest {
    private static final Dataset DIGITS = Subset.first(Digits.train(), 32);

    /// A rate at which each optimizer learns this network within the epochs; a new optimizer needs one too.
    private static final Map<String, Double> RATES =
            Map.of("sgd", 0.35, "adam", 0.02, "adamW", 0.02, "rmsProp", 0.005, "adagrad", 0.1);

    static Stream<Arguments> combinations() {
        List<Arguments> all = new ArrayList<>();
        for (Optimizers.Entry optimizer : Optimizers.all()) {
            assertThat(RATES).as("rates by optimizer").containsKey(optimizer.name());
            for (Schedules.Entry schedule : Schedules.all()) {
                Schedule rates = schedule.of().apply(RATES.get(optimizer.name()));
                for (Clip clip : List.of(Clip.none(), Clip.value(0.1), Clip.norm(1))) {
                    all.add(Arguments.of(optimizer.of().apply(rates), clip));
                }
            }
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void learns32DigitsByHeart(Optimizer optimizer, Clip clip) {
        Model model = model();
        model.fit(DIGITS, Fit.epochs(60).batch(4).optimizer(optimizer).clip(clip));
        Evaluator.Result result = model.evaluate(DIGITS);
        assertThat(result.score().loss()).isLessThan(0.05);
        assertThat(result.score().correct()).isEqualTo(32);
    }

    /// What each setting of [Fit] changes, by the name of its component.
    static Map<String, Fit> changes() {
        Fit fit = base();
        Map<String, Fit> changes = new LinkedHashMap<>();
        changes.put("epochs", fit.withEpochs(3));
        changes.put("steps", fit.steps(5));
        changes.put("batch", fit.batch(8));
        changes.put("optimizer", fit.optimizer(Adam.of(1e-3)));
        changes.put("loss", fit.loss(new Loss.CrossEntropy(0.1f)));
        changes.put("clip", fit.clip(Clip.norm(0.1)));
        changes.put("groups", fit.groups(ParameterGroup.of("dense.*").rateScale(0.5)));
        changes.put("transforms", fit.transforms(RandomCrop.of(1)));
        changes.put("mixing", fit.loss(Loss.crossEntropy().soft()).mixing(Mixup.of(1)));
        changes.put("seed", fit.seed(Seed.of(2)));
        changes.put("validation", fit.validate(0.2));
        changes.put("shuffle", fit.unshuffled());
        changes.put("dropLast", fit.droppingLast());
        return changes;
    }

    @Test
    void everySettingOfATrainingChangesIt() {
        List<String> settings =
                Arrays.stream(Fit.class.getRecordComponents()).map(component -> component.getName()).toList();
        assertThat(changes().keySet()).containsExactlyElementsOf(settings);
        Set<List<Float>> seen = new HashSet<>(Set.of(trained(base())));
        changes()
                .forEach((name, fit) -> assertThat(seen.add(trained(fit))).as(name + " changes the training").isTrue());
        assertThat(trained(base())).as("equal settings").isIn(seen);
    }

    /// Each setting of a parameter group, of clipping and of a loss.
    @Test
    void everyOtherOptionChangesTheTraining() {
        Fit fit = base().optimizer(Sgd.of(0.1).weightDecay(0.01));
        List<Fit> fits = List.of(
                fit,
                fit.groups(ParameterGroup.of("dense.*").rateScale(0.5)),
                fit.groups(ParameterGroup.of("dense.*").weightDecay(0)),
                fit.groups(ParameterGroup.of("dense.*").frozen()),
                fit.clip(Clip.value(0.001)),
                fit.clip(Clip.norm(0.01)),
                fit.clip(Clip.norm(0.02)),
                fit.loss(Loss.meanSquaredError()),
                fit.loss(new Loss.CrossEntropy(0).smoothing(0.2)),
                fit.loss(Loss.crossEntropy().soft().smoothing(0.1)),
                fit.loss(Loss.crossEntropy().soft()).mixing(Mixup.of(1)),
                fit.loss(Loss.crossEntropy().soft()).mixing(Mixup.of(0.2)),
                fit.loss(Loss.crossEntropy().soft()).mixing(CutMix.of(1)),
                fit.loss(Loss.meanSquaredError()).mixing(CutMix.of(1)));
        Set<List<Float>> seen = new HashSet<>();
        fits.forEach(one -> assertThat(seen.add(trained(one))).as(one.toString()).isTrue());
    }

    @Test
    void squaresOfOneHotLabelsFall() {
        Model model = model();
        double before = model.evaluate(DIGITS, Loss.meanSquaredError()).score().loss();
        model.fit(DIGITS, Fit.epochs(40).batch(8).optimizer(Adam.of(1e-2)).loss(Loss.meanSquaredError()));
        Evaluator.Result after = model.evaluate(DIGITS, Loss.meanSquaredError());
        assertThat(after.score().loss()).isLessThan(before / 10);
        assertThat(after.score().correct()).isEqualTo(32);
    }

    /// One-hot rows say what class indices say: the same training but for the rounding of sums.
    @Test
    void oneHotLabelRowsTrainAsClassesDo() {
        List<Float> classes = trained(base());
        List<Float> rows = trained(base().loss(Loss.crossEntropy().soft()));
        for (int i = 0; i < classes.size(); i++) {
            assertThat(rows.get(i)).isEqualTo(classes.get(i), within(1e-4f));
        }
        Model model = model();
        assertThat(model.evaluate(DIGITS, Loss.crossEntropy().soft()).score().loss())
                .isEqualTo(model.evaluate(DIGITS).score().loss(), within(1e-6));
    }

    @Test
    void mixedImagesTeachTheClassesTheyAreMadeOf() {
        Model model = model();
        Fit fit = Fit.epochs(80).batch(8).optimizer(Adam.of(5e-3)).loss(Loss.crossEntropy().soft());
        Trainer.Result mixed = model.fit(DIGITS, fit.mixing(Mixup.of(1)));
        assertThat(model.evaluate(DIGITS).score().correct()).isGreaterThanOrEqualTo(31);
        // No network can be sure of both halves of a mixture.
        assertThat(mixed.train().loss()).isGreaterThan(0.2);
    }

    private static Fit base() {
        return Fit.epochs(2).batch(10).optimizer(Sgd.of(0.1));
    }

    private static List<Float> trained(Fit fit) {
        Model model = model();
        model.fit(DIGITS, fit);
        List<Float> values = new ArrayList<>();
        for (float value : model.subject().store().parameterValues()) {
            values.add(value);
        }
        return values;
    }

    private static Model model() {
        return Model.of(
                Sequential.of(
                        Conv2D.of(8, 3).same().relu(), MaxPool2D.of(2), Flatten.of(), Dense.of(32).relu(),
                        Dense.of(10)),
                DIGITS, Seed.of(4));
    }
}
