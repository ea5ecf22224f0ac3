package dev.fovea.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.backend.Backends;
import dev.fovea.metric.Score;
import dev.fovea.model.Model;
import dev.fovea.model.Verdicts;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Layers;
import dev.fovea.nn.Network;
import dev.fovea.nn.Sequential;
import dev.fovea.optim.Adam;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import dev.fovea.train.Fit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Labels are indices: whoever takes a model and a data set goes by the names.
class ClassNamesTest {
    private static final List<String> NAMES = List.of("blue", "green", "red");
    private static final Shape SHAPE = Shape.of(2, 2, 3);

    private static Model model;

    @TempDir
    private Path folder;

    /// Pictures of one colour; the class says which.
    ///
    /// @param labels the names, as the data has them
    /// @param meant for each of them the class of [#NAMES] that its pictures show
    private static Dataset pictures(List<String> labels, int... meant) {
        int each = 12;
        float[] values = new float[labels.size() * each * 12];
        int[] classes = new int[labels.size() * each];
        for (int i = 0; i < classes.length; i++) {
            classes[i] = i % labels.size();
            for (int p = 0; p < 4; p++) {
                values[i * 12 + p * 3 + 2 - meant[classes[i]]] = .5f + i / 100f;
            }
        }
        return ArrayDataset.of(SHAPE, values, classes, labels);
    }

    private static Model fresh(List<String> names) {
        return Model.of(
                "colours", new Network(SHAPE, Sequential.of(Flatten.of(), Dense.of(names.size()))),
                Preprocessing.of(SHAPE), names, Seed.of(1), Backends.shared(), Layers.codec());
    }

    private static Fit fit() {
        return Fit.epochs(100).batch(6).optimizer(Adam.of(.02));
    }

    @BeforeAll
    static void train() {
        model = fresh(NAMES);
        Dataset data = pictures(NAMES, 0, 1, 2);
        model.fit(data, fit());
        assertThat(model.evaluate(data).score().accuracy()).isEqualTo(1);
    }

    /// All entrances that measure.
    private List<Consumer<Dataset>> measuring() {
        return List.of(
                model::evaluate,
                data -> Verdicts.of(model, data),
                data -> model.trainer(Fit.epochs(1), pictures(NAMES, 0, 1, 2), data, null));
    }

    private static List<Consumer<Dataset>> training() {
        return List.of(
                data -> fresh(NAMES).fit(data, Fit.epochs(1)),
                data -> fresh(NAMES).fit(data, Fit.epochs(1).validate(.2)),
                data -> model.trainer(Fit.epochs(1), data, null, null));
    }

    @Test
    void theSameNamesInAnotherOrderMeanTheSame() {
        Dataset turned = pictures(List.of("red", "blue", "green"), 2, 0, 1);
        assertThat(model.evaluate(turned).score().accuracy()).isEqualTo(1);
        assertThat(Verdicts.of(model, turned).accuracy()).isEqualTo(1);
        Score watched = model.trainer(Fit.epochs(1).batch(6), pictures(NAMES, 0, 1, 2), turned, null).run(List.of())
                .validation();
        assertThat(watched).isNotNull();
        assertThat(watched.accuracy()).isEqualTo(1);
        Model other = fresh(NAMES);
        other.fit(turned, fit());
        assertThat(other.evaluate(pictures(NAMES, 0, 1, 2)).score().accuracy()).isEqualTo(1);
    }

    @Test
    void someOfTheClassesCanBeMeasuredAndNotTrained() {
        Dataset some = pictures(List.of("red", "green"), 2, 1);
        assertThat(model.evaluate(some).score().accuracy()).isEqualTo(1);
        assertThat(Verdicts.of(model, some).confusion().count(0)).isZero();
        measuring().forEach(entrance -> entrance.accept(some));
        for (Consumer<Dataset> entrance : training()) {
            refused(() -> entrance.accept(some), "the data lacks the class blue of the model: it has red, green;"
                    + " list it with all of the model's classes, such as ImageFolder.of(path, model.labels())");
        }
    }

    @Test
    void anUnknownClassIsNamedAtEveryEntrance() {
        Dataset capital = pictures(List.of("Red", "blue", "green"), 2, 0, 1);
        List<Consumer<Dataset>> all = new ArrayList<>(measuring());
        all.addAll(training());
        for (Consumer<Dataset> entrance : all) {
            refused(() -> entrance.accept(capital),
                    "the model does not know the class Red (it knows red): expected blue, green, red; name the classes"
                            + " as the model does, or make a model of this data");
            refused(() -> entrance.accept(pictures(List.of("blue", "green", "red", "white"), 0, 1, 2, 2)),
                    "the model does not know the class white: expected blue, green, red; name the classes as the model"
                            + " does, or make a model of this data");
            refused(() -> entrance.accept(pictures(List.of("a", "b"), 0, 1)),
                    "the network tells 3 classes apart and the data has 2: take the data that the network is for, or"
                            + " another last layer");
        }
    }

    @Test
    void neighboursGoByNamesToo() {
        NearestNeighbours neighbours = NearestNeighbours.of(pictures(NAMES, 0, 1, 2), 1);
        assertThat(neighbours.accuracy(pictures(List.of("red", "blue", "green"), 2, 0, 1))).isEqualTo(1);
        refused(() -> neighbours.accuracy(pictures(List.of("Red", "blue", "green"), 2, 0, 1)),
                "the model does not know the class Red (it knows red): expected blue, green, red; name the classes as"
                        + " the model does, or make a model of this data");
    }

    @Test
    void numbersAreNoNames() {
        Model numbered = Model.of(Sequential.of(Flatten.of(), Dense.of(3)), SHAPE, Seed.of(1));
        numbered.fit(pictures(NAMES, 0, 1, 2), fit());
        assertThat(numbered.evaluate(pictures(NAMES, 0, 1, 2)).score().accuracy()).isEqualTo(1);
        assertThat(model.evaluate(pictures(List.of("0", "1", "2"), 0, 1, 2)).score().accuracy()).isEqualTo(1);
        refused(() -> model.evaluate(pictures(List.of("1", "2", "0"), 0, 1, 2)),
                "the model does not know the class 1: expected blue, green, red; name the classes as the model does, or"
                        + " make a model of this data");
    }

    /// Twelve folders called 0 to 11 are listed as 0, 1, 10, 11, 2, …: their names say which is which.
    @Test
    void numbersOnBothSidesAreNames() {
        List<String> known = IntStream.range(0, 12).mapToObj(Integer::toString).toList();
        List<String> listed = known.stream().sorted().toList();
        Dataset data = pictures(listed, new int[12]);
        assertThat(listed).isNotEqualTo(known);
        for (Dataset matched : List.of(ClassNames.matched(known, data), ClassNames.complete(known, data))) {
            assertThat(matched.labels()).isEqualTo(known);
            for (int i = 0; i < data.size(); i++) {
                assertThat(known.get(matched.label(i))).isEqualTo(listed.get(data.label(i)));
            }
        }
        List<String> shifted = IntStream.rangeClosed(1, 12).mapToObj(Integer::toString).toList();
        refused(() -> ClassNames.matched(known, pictures(shifted, new int[12])),
                "the model does not know the class 12: expected 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 and 2 more; name the"
                        + " classes as the model does, or make a model of this data");
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    @Test
    void lettersMayBeComposedOrApart() {
        String composed = "\u00C4pfel";
        String apart = "A\u0308pfel";
        assertThat(ClassNames.same(List.of(apart), List.of(composed))).isTrue();
        assertThat(ClassNames.same(List.of("Apfel"), List.of(composed))).isFalse();
        Model fruits = fresh(List.of("Birnen", apart));
        assertThat(fruits.labels()).containsExactly("Birnen", composed);
        Path file = folder.resolve("fruits.safetensors");
        fruits.save(file);
        assertThat(Model.load(file).evaluate(pictures(List.of(apart, "Birnen"), 1, 0)).score().count()).isEqualTo(24);
    }
}
