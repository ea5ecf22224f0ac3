package dev.fovea.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.backend.Backends;
import dev.fovea.data.ArrayDataset;
import dev.fovea.data.Dataset;
import dev.fovea.data.Fitting;
import dev.fovea.data.Images;
import dev.fovea.data.Preprocessing;
import dev.fovea.data.Subset;
import dev.fovea.data.source.Digits;
import dev.fovea.data.source.ImageFolder;
import dev.fovea.drawing.Pixels;
import dev.fovea.io.FileException;
import dev.fovea.json.RecordCodec;
import dev.fovea.nn.BatchNorm;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Dropout;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Layer;
import dev.fovea.nn.Layers;
import dev.fovea.nn.MaxPool2D;
import dev.fovea.nn.Network;
import dev.fovea.nn.Scope;
import dev.fovea.nn.Sequential;
import dev.fovea.op.Node;
import dev.fovea.op.Sigmoid;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import dev.fovea.train.Evaluator;
import dev.fovea.train.Event;
import dev.fovea.train.Fit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelTest {
    private static final int THREADS = 8;
    private static final Dataset DIGITS = Digits.train();

    @TempDir
    Path folder;

    /// Passes its input on, and counts how often it is built.
    record Counted() implements Layer {
        static final AtomicInteger BUILT = new AtomicInteger();

        @Override
        public Node build(Node x, Scope scope) {
            BUILT.incrementAndGet();
            return x;
        }
    }

    /// For inference and for training.
    @Test
    void theLayersAreBuiltTwice() {
        Path file = folder.resolve("counted.safetensors");
        RecordCodec<Layer> codec = Layers.codec(Counted.class);
        Network network = new Network(DIGITS.sample(), Sequential.of(new Counted(), Flatten.of(), Dense.of(10)));
        Counted.BUILT.set(0);

        Model model = Model.of(
                "counted", network, Preprocessing.of(DIGITS), DIGITS.labels(), Seed.of(1), Backends.shared(), codec);
        model.summary();
        model.fit(DIGITS, Fit.epochs(1).validate(0.1));
        model.evaluate(Digits.test());
        model.predict(Tensor.zeros(DIGITS.sample()));
        model.save(file);

        assertThat(Counted.BUILT).hasValue(2);

        Counted.BUILT.set(0);
        Model loaded = Model.load(file, Backends.shared(), codec);
        loaded.predict(Tensor.zeros(DIGITS.sample()));

        assertThat(Counted.BUILT).hasValue(2);
    }

    /// A plan is kept, and knows of numbers that have changed since.
    @Test
    void evaluatingAgainMeasuresWhatTheModelHoldsNow() {
        Model model = Model.of(layers(), DIGITS, Seed.of(2));
        Evaluator.Result before = model.evaluate(DIGITS);
        assertThat(model.evaluate(DIGITS)).isEqualTo(before);
        assertThat(model.evaluate(Digits.test())).isNotEqualTo(before);

        model.fit(DIGITS, Fit.epochs(1));
        Evaluator.Result after = model.evaluate(DIGITS);

        assertThat(after.score().loss()).isLessThan(before.score().loss());
        model.save(folder.resolve("after.safetensors"));
        assertThat(Model.load(folder.resolve("after.safetensors")).evaluate(DIGITS)).isEqualTo(after);
    }

    @Test
    void aModelTakesFromAnotherWhatItsPatternsName() {
        Model old = Model.of(layers(), DIGITS, Seed.of(3));
        old.fit(DIGITS, Fit.epochs(1));
        Model model = Model.of(layers(), DIGITS, Seed.of(4));
        float[] head = model.read("dense_1.weights").values();

        List<String> taken = model.takeFrom(old, "conv2d*", "batch_norm*");

        assertThat(taken).startsWith("conv2d.filters").contains("conv2d_1.bias", "batch_norm.gamma")
                .allMatch(name -> Arrays.equals(model.read(name).values(), old.read(name).values()))
                .hasSize(5 + old.states().size());
        assertThat(old.states()).isNotEmpty();
        assertThat(model.read("dense_1.weights").values()).isEqualTo(head)
                .isNotEqualTo(old.read("dense_1.weights").values());
        assertThat(model.parameters()).containsEntry("dense_1.weights", Shape.of(64, 10)).doesNotContainKey("dense_2");
    }

    @Test
    void whatDoesNotFitIsNotTaken() {
        Model old = Model.of(Sequential.of(Flatten.of(), Dense.of(7).named("body"), Dense.of(10)), DIGITS, Seed.of(3));
        Model model = Model.of(Sequential.of(Flatten.of(), Dense.of(8).named("body"), Dense.of(10).named("head")),
                DIGITS, Seed.of(4));
        float[] body = model.read("body.weights").values();

        assertThatThrownBy(() -> model.takeFrom(old, "body*"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected body.weights of shape 64×8 in the other model, which has one of shape 64×7:"
                        + " name only what both have alike");
        assertThatThrownBy(() -> model.takeFrom(old, "head*"))
                .hasMessageStartingWith("expected head.weights of shape 8×10 in the other model, which has none of");
        assertThatThrownBy(() -> model.takeFrom(old, "conv2d*"))
                .hasMessage("nothing of the model is named conv2d*: there are body.weights, body.bias, head.weights,"
                        + " head.bias");
        assertThat(model.read("body.weights").values()).isEqualTo(body);
    }

    @Test
    void aWholeDataSetIsPredictedAsItsImagesAre() {
        Model model = Model.of(layers(), DIGITS, Seed.of(5));
        model.fit(DIGITS, Fit.epochs(2));
        Dataset test = Digits.test();

        List<Prediction> predictions = model.predict(test);

        long right = IntStream.range(0, test.size())
                .filter(i -> predictions.get(i).label().equals(test.labels().get(test.label(i))))
                .count();
        assertThat(right).isEqualTo(model.evaluate(test).score().correct());
        assertThat(predictions).isEqualTo(model.predict(IntStream.range(0, test.size())
                .mapToObj(i -> {
                    float[] values = new float[Math.toIntExact(test.sample().size())];
                    test.read(i, values, 0);
                    return new Tensor(test.sample(), values);
                })
                .toList()));
    }

    @Test
    void whatIsWrittenIsPredictedWith() {
        Model model = Model.of(Sequential.of(Flatten.of(), Dense.of(10)), DIGITS, Seed.of(6));
        Tensor image = Tensor.zeros(DIGITS.sample());
        model.predict(image);
        float[] bias = new float[10];
        bias[7] = 100;

        model.write("dense.bias", Tensor.of(Shape.of(10), bias));

        assertThat(model.predict(image).label()).isEqualTo("7");
        assertThatThrownBy(() -> model.write("dense.bias", Tensor.zeros(Shape.of(9))))
                .hasMessageContaining("dense.bias has shape 10: got a tensor of shape 9");
        assertThatThrownBy(() -> model.write("head", image)).hasMessageContaining("no tensor is named head");
    }

    private static Layer layers() {
        return Sequential.of(
                Conv2D.of(16, 3).same().withoutBias(), BatchNorm.of(), Conv2D.of(16, 3).same().relu(), MaxPool2D.of(2),
                Dropout.of(0.3), Flatten.of(), Dense.of(64).relu(), Dense.of(10));
    }

    private static Tensor image(int index) {
        float[] values = new float[64];
        DIGITS.read(index, values, 0);
        return new Tensor(DIGITS.sample(), values);
    }

    private static Model trained() {
        Model model = Model.of(layers(), DIGITS, Seed.of(2));
        model.fit(Subset.first(DIGITS, 64), Fit.epochs(1));
        return model;
    }

    /// All threads ask at once for the first prediction of a model, whose plan and packed filters they share.
    @Tag("kernels")
    @Test
    void eightThreadsGetTheBitsOfOne() throws Exception {
        Layer[] many = IntStream.range(0, 12).mapToObj(i -> Conv2D.of(16, 3).same().relu()).toArray(Layer[]::new);
        Layer deep = Sequential.of(Sequential.of(many), Flatten.of(), Dense.of(10));
        for (int round = 0; round < 100; round++) {
            Model model = Model.of(deep, DIGITS, Seed.of(round));
            List<List<List<Float>>> received = atOnce(model, 2);
            assertThat(received).containsOnly(predictions(Model.of(deep, DIGITS, Seed.of(round)), 2));
        }
    }

    /// Folded and packed parameters follow the parameters.
    @Tag("kernels")
    @Test
    void predictionsFollowTheParameters() throws Exception {
        Model model = trained();
        List<List<Float>> before = predictions(model, 20);
        assertThat(atOnce(model, 20)).containsOnly(before);
        model.fit(Subset.first(DIGITS, 32), Fit.epochs(1));
        Path file = folder.resolve("model.safetensors");
        model.save(file);
        List<List<Float>> after = predictions(Model.load(file), 20);
        assertThat(after).doesNotContainAnyElementsOf(before);
        assertThat(atOnce(model, 20)).containsOnly(after);
    }

    private static List<List<Float>> predictions(Model model, int images) {
        List<List<Float>> predictions = new ArrayList<>();
        for (int i = 0; i < images; i++) {
            predictions.add(model.predict(image(i)).probabilities());
        }
        return predictions;
    }

    /// The predictions of each thread.
    private static List<List<List<Float>>> atOnce(Model model, int images) throws Exception {
        CyclicBarrier start = new CyclicBarrier(THREADS);
        Callable<List<List<Float>>> predicts = () -> {
            start.await();
            return predictions(model, images);
        };
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<List<List<Float>>>> futures = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                futures.add(threads.submit(predicts));
            }
            List<List<List<Float>>> results = new ArrayList<>();
            for (Future<List<List<Float>>> future : futures) {
                results.add(future.get());
            }
            return results;
        }
    }

    /// One image at a time says what a batch says: batch norm is folded, dropout is off, nothing else differs.
    @Test
    void predictsWhatItEvaluates() {
        Model model = trained();
        model.fit(DIGITS, Fit.epochs(2));
        Dataset some = Subset.first(DIGITS, 100);
        long correct = 0;
        double loss = 0;
        for (int i = 0; i < some.size(); i++) {
            Prediction prediction = model.predict(image(i));
            correct += prediction.index() == some.label(i) ? 1 : 0;
            loss -= Math.log(prediction.probabilities().get(some.label(i)));
        }
        var score = model.evaluate(some).score();
        assertThat(score.correct()).isEqualTo(correct).isGreaterThan(80);
        assertThat(score.loss()).isCloseTo(loss / some.size(), Offset.offset(1e-4));
    }

    @Test
    void aSavedModelKeepsEverything() {
        Preprocessing preprocessing = Preprocessing.ofMeanStd(DIGITS);
        List<String> labels =
                List.of("null", "eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun");
        Model model = Model.of("digits", new Network(DIGITS.sample(), layers()), preprocessing, labels, Seed.of(7),
                Backends.shared(), Layers.codec());
        model.fit(Subset.first(DIGITS, 100), Fit.epochs(1));
        Path file = folder.resolve("five.safetensors");
        model.save(file);
        Model loaded = Model.load(file);
        assertThat(loaded.network()).isEqualTo(model.network());
        assertThat(loaded.labels()).isEqualTo(labels);
        assertThat(loaded.subject().preprocessing()).isEqualTo(preprocessing);
        assertThat(loaded.subject().name()).isEqualTo("five");
        for (int i = 0; i < 20; i++) {
            assertThat(loaded.predict(image(i))).isEqualTo(model.predict(image(i)));
        }
        assertThat(loaded.evaluate(DIGITS)).isEqualTo(model.evaluate(DIGITS));
    }

    private record Swish(float slope) implements Layer {
        @Override
        public Node build(Node x, Scope scope) {
            return x.times(new Sigmoid().on(x.times(slope)));
        }
    }

    @Test
    void aLayerOfOnesOwnIsSavedAndLoadedByItsCodec() {
        Layer layers = Sequential.of(Flatten.of(), Dense.of(16), new Swish(1.5f), Dense.of(10));
        Model model = Model.of("own", new Network(DIGITS.sample(), layers), Preprocessing.of(DIGITS.sample()),
                DIGITS.labels(), Seed.of(7), Backends.shared(), Layers.codec(Swish.class));
        Path file = folder.resolve("own.safetensors");
        model.save(file);
        Model loaded = Model.load(file, Backends.shared(), Layers.codec(Swish.class));
        assertThat(loaded.predict(image(3))).isEqualTo(model.predict(image(3)));
        assertThatThrownBy(() -> Model.load(file))
                .isInstanceOf(FileException.class)
                .hasMessageContaining("the network in it cannot be built: expected one layer among [Activation,")
                .hasMessageContaining("Swish")
                .message().doesNotContain("\n");
        Model plain = Model.of(layers, DIGITS, Seed.of(1));
        assertThatThrownBy(() -> plain.save(file)).hasMessageContaining("can be saved: got Swish");
        assertThat(Model.load(file, Backends.shared(), Layers.codec(Swish.class)).labels())
                .as("the file from before").hasSize(10);
    }

    @Test
    void equalSeedsGiveEqualParameters() {
        float[] one = Model.of(layers(), DIGITS, Seed.of(1)).subject().store().parameterValues();
        assertThat(Model.of(layers(), DIGITS, Seed.of(1)).subject().store().parameterValues()).isEqualTo(one);
        assertThat(Model.of(layers(), DIGITS, Seed.of(2)).subject().store().parameterValues()).isNotEqualTo(one);
    }

    @Test
    void predictionsAreRankedProbabilities() {
        Prediction prediction = trained().predict(image(0));
        List<Prediction.Ranked> top = prediction.top(10);
        assertThat(top).hasSize(10).isSortedAccordingTo((a, b) -> Float.compare(b.probability(), a.probability()));
        assertThat(top.stream().mapToDouble(Prediction.Ranked::probability).sum())
                .isCloseTo(1, Offset.offset(1e-5));
        assertThat(prediction.label()).isEqualTo(top.getFirst().label());
        Prediction far = Prediction.ofLogits(List.of("a", "b"), new float[] {1e30f, -1e30f});
        assertThat(far.probabilities()).containsExactly(1f, 0f);
        assertThat(Prediction.ofLogits(List.of("a", "b"), new float[] {2, 2}).label()).isEqualTo("a");
    }

    /// Of 24, 3 and 3 images a tenth of all would be 3, most often all of the first class.
    @Test
    void validationIsHeldOutOfEachClass() {
        int[] classes = IntStream.range(0, 30).map(i -> i < 24 ? 0 : i < 27 ? 1 : 2).toArray();
        Dataset data = ArrayDataset.of(Shape.of(1, 1, 1), new float[30], classes, List.of("a", "b", "c"));
        List<Long> counts = new ArrayList<>();
        Model model = Model.of(Sequential.of(Flatten.of(), Dense.of(3)), data, Seed.of(1));
        model.fit(data, Fit.epochs(1).validate(.1), event -> {
            if (event instanceof Event.EpochDone done && done.validation() != null) {
                counts.add(done.validation().count());
            }
        });
        assertThat(counts).containsExactly(4L);
    }

    @Test
    void picturesAreFittedAsThoseThatTrained() {
        Path wide = folder.resolve("own/a/wide.png");
        Pixels.of(Tensor.of(Shape.of(2, 4, 1), 0, .2f, .4f, .6f, 1, .8f, .6f, .4f)).write(wide);
        Tensor tall = Tensor.of(Shape.of(4, 2, 1), 0, .2f, .4f, .6f, 1, .8f, .6f, .4f);
        Pixels.of(tall).write(folder.resolve("own/b/tall.png"));
        Shape shape = Shape.of(4, 4, 3);
        Dataset padded = ImageFolder.of(folder.resolve("own")).read(shape, Fitting.PAD).complete();
        Path file = folder.resolve("padded.safetensors");
        Model.of(Sequential.of(Flatten.of(), Dense.of(2)), padded, Seed.of(1)).save(file);
        Model loaded = Model.load(file);
        assertThat(loaded.subject().preprocessing().fitting()).isEqualTo(Fitting.PAD);
        Tensor expected = Images.read(wide, shape, Fitting.PAD);
        assertThat(expected.values()).isNotEqualTo(Images.read(wide, shape).values());
        assertThat(loaded.picture(wide).values()).isEqualTo(expected.values());
        assertThat(loaded.picture(Images.read(wide)).values()).isEqualTo(expected.values());
        assertThat(loaded.predict(loaded.picture(wide)).probabilities()).hasSize(2);
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThatThrownBy(() -> trained().predict(new Tensor(Shape.of(4, 4, 1), new float[16])))
                .hasMessage("the model expects an image of 8×8×1: got 4×4×1; fit it with model.picture(image)");
        assertThatThrownBy(() -> Model.of(Sequential.of(Flatten.of(), Dense.of(3)), DIGITS, Seed.of(1)))
                .hasMessage("the network gives 3 values and the data has 10 classes: give the last layer 10 units");
        assertThatThrownBy(
                () -> Model.of("x", new Network(Shape.of(9, 9, 1), layers()), Preprocessing.of(DIGITS.sample()),
                        DIGITS.labels(), Seed.of(1), Backends.shared(), Layers.codec()))
                .hasMessage("the images do not fit the network: it expects 9×9×1, the images are 8×8×1");
    }
}
