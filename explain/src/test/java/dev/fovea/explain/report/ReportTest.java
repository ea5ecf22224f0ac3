package dev.fovea.explain.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.backend.Backend;
import dev.fovea.backend.Backends;
import dev.fovea.data.ArrayDataset;
import dev.fovea.data.Dataset;
import dev.fovea.data.Preprocessing;
import dev.fovea.data.Subset;
import dev.fovea.data.source.Digits;
import dev.fovea.data.source.ImageFolder;
import dev.fovea.drawing.Pixels;
import dev.fovea.metric.ConfusionMatrix;
import dev.fovea.model.Model;
import dev.fovea.model.Prediction;
import dev.fovea.model.Verdicts;
import dev.fovea.nn.BatchNorm;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Dropout;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Layer;
import dev.fovea.nn.Layers;
import dev.fovea.nn.MaxPool2D;
import dev.fovea.nn.Network;
import dev.fovea.nn.Residual;
import dev.fovea.nn.Sequential;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import dev.fovea.train.Fit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    private static final Dataset TEST = Subset.range(Digits.train(), 200, 360);
    private static final Sequential LAYERS = Sequential.of(
            Conv2D.of(6, 3).same().relu(), Dropout.of(0.3), MaxPool2D.of(2),
            Residual.of(Sequential.of(Conv2D.of(6, 3).same(), BatchNorm.of())), Flatten.of(), Dense.of(10));

    private Backend backend;

    @TempDir
    private Path folder;

    @BeforeEach
    void open() {
        backend = Backends.open(1);
    }

    @AfterEach
    void close() {
        backend.close();
    }

    @Test
    void activationsAreThoseOfTheNetworkThatPredicts() {
        Model model = trained(LAYERS);
        Tensor image = TEST.image(3);
        List<LayerOutput> activations = LayerOutput.of(model, image);
        List<String> names = activations.stream().map(LayerOutput::name).toList();
        assertThat(names).startsWith("conv2d", "max_pool2d").endsWith("flatten", "dense").doesNotContain("dropout");
        assertThat(model.summary().rows().stream().map(row -> row.name()).toList()).containsSubsequence(names);
        for (LayerOutput activation : activations) {
            Shape declared = model.summary().rows().stream()
                    .filter(row -> row.name().equals(activation.name()))
                    .findFirst()
                    .orElseThrow()
                    .output();
            assertThat(activation.values().shape()).isEqualTo(declared);
        }
        Prediction prediction = Prediction.ofLogits(model.labels(), activations.getLast().values().values());
        Prediction expected = model.predict(image);
        for (int k = 0; k < 10; k++) {
            assertThat(prediction.probabilities().get(k)).isCloseTo(expected.probabilities().get(k), within(1e-5f));
        }
        Tensor first = activations.getFirst().values();
        Tensor pooled = activations.get(1).values();
        assertThat(pooled.at(0, 0, 2)).isEqualTo(Math.max(
                Math.max(first.at(0, 0, 2), first.at(0, 1, 2)), Math.max(first.at(1, 0, 2), first.at(1, 1, 2))));
    }

    @Test
    void verdictsAgreeWithPredictionAndEvaluation() {
        Model model = trained(LAYERS);
        Verdicts verdicts = Verdicts.of(model, TEST);
        assertThat(verdicts.all()).hasSize(160);
        assertThat(verdicts.accuracy()).isEqualTo(model.evaluate(TEST).score().accuracy());
        assertThat(IntStream.range(0, 10).mapToLong(k -> verdicts.confusion().count(k, k)).sum())
                .isEqualTo(verdicts.right());
        for (int i = 0; i < 160; i += 13) {
            Verdicts.Verdict verdict = verdicts.all().get(i);
            Prediction prediction = model.predict(TEST.image(i));
            assertThat(verdict.index()).isEqualTo(i);
            assertThat(verdict.label()).isEqualTo(TEST.label(i));
            assertThat(verdict.said()).isEqualTo(prediction.index());
            assertThat(verdict.probability()).isCloseTo(prediction.probability(), within(1e-5));
            assertThat(verdict.doubt()).isCloseTo(1 - verdict.probability(), within(1e-12));
        }
        assertThat(verdicts.mostCertain(5)).extracting(Verdicts.Verdict::doubt).isSorted();
        assertThat(verdicts.leastCertain(160)).extracting(Verdicts.Verdict::probability).isSorted();
        assertThat(verdicts.mistakes()).noneMatch(Verdicts.Verdict::right)
                .hasSize((int) (160 - verdicts.right())).isNotEmpty()
                .extracting(Verdicts.Verdict::doubt).isSorted();
    }

    @Test
    void thePageHoldsAllPicturesAndNeedsNothingElse() throws Exception {
        Model model = trained(LAYERS);
        Files.writeString(folder.resolve("epochs.csv"), """
                row,epoch,step,loss,accuracy,validation_loss,validation_accuracy,rate,seconds
                epoch,1,20,2.1,0.25,2.0,0.3,0.001,1.5
                epoch,2,40,1.4,0.5,1.5,0.45,0.001,1.4
                """);
        Report.Written written = report(model, "An image <b>&\"", TEST).write(folder.resolve("explain"));

        assertThat(names(written.files())).contains(
                "report.html", "image.png", "filters-1-conv2d.png", "filters-2-residual-conv2d_1.png",
                "maps-01-conv2d.png",
                "maps-02-max_pool2d.png", "confusion.png", "confusion.svg", "most-certain.png", "least-certain.png",
                "mistakes.png", "training.svg");
        try (Stream<Path> there = Files.list(folder.resolve("explain"))) {
            assertThat(there.toList()).containsExactlyInAnyOrderElementsOf(written.files());
        }
        for (Path file : written.files()) {
            if (file.toString().endsWith(".png")) {
                assertThat(ImageIO.read(file.toFile()).getWidth()).as(file.toString()).isBetween(8, 1200);
            }
        }
        String html = Files.readString(written.page());
        Matcher sources = Pattern.compile("(?:src|href)=\"([^\"]{5})").matcher(html);
        assertThat(sources.results().map(found -> found.group(1)).collect(Collectors.toSet()))
                .allMatch(start -> start.equals("data:") || start.startsWith("#"));
        assertThat(html.replace("xmlns=\"http://www.w3.org/2000/svg\"", ""))
                .doesNotContain("<script", "http:", "https:", "@import", "<b>&")
                .contains("An image &lt;b&gt;&amp;&quot;", "prefers-color-scheme: dark", "@media print", "6 maps",
                        "Loss and accuracy of each epoch", "Right on " + written.verdicts().right() + " of 160");
        long pictures = written.files().stream().filter(file -> file.toString().endsWith(".png")).count();
        // The confusion matrix stands in the page as a drawing.
        assertThat(Pattern.compile("<img ").matcher(html).results().count()).isEqualTo(pictures - 1);
        assertThat(Pattern.compile("<svg xmlns=").matcher(html).results().count()).isEqualTo(2);
        assertThat(html).containsSubsequence(
                "Confusion matrix</h3>", "Worst mistakes</h3>", "What it says of one image</h2>", "Feature maps</h2>",
                "<details open>", "<details>");
        assertThat(Pattern.compile("<details open>").matcher(html).results().count()).isEqualTo(3);
    }

    @Test
    void whatIsLeftOutIsSaidAndOldPicturesGo() throws Exception {
        Layer many = Sequential.of(IntStream.range(0, 60)
                .mapToObj(i -> (Layer) Conv2D.of(i == 0 ? 40 : 12, 1).relu())
                .collect(Collectors.collectingAndThen(Collectors.toList(), layers -> {
                    layers.add(Flatten.of());
                    layers.add(Dense.of(10));
                    return layers.toArray(Layer[]::new);
                })));
        Path explained = folder.resolve("explain");
        Files.createDirectories(explained);
        Files.writeString(explained.resolve("maps-99-gone.png"), "");
        Files.writeString(explained.resolve("maps-berlin.png"), "");
        Files.writeString(folder.resolve("beside.png"), "");
        Files.writeString(explained.resolve("report.html"), "<meta name=\"report-files\" content=\"report.html"
                + " maps-99-gone.png ../beside.png\">");
        Files.writeString(explained.resolve("notes.txt"), "");
        Report.Written written = report(model(many, Digits.train()), "x", TEST).write(explained);
        String html = Files.readString(written.page());
        assertThat(html).contains("16 of 40 maps", "12 maps", "8 of 12 filters", "8 of 40 maps of the layer before",
                "There is no log of epochs: epochs.csv was not found.")
                .doesNotContain(folder.toString());
        assertThat(names(written.files()).stream().filter(name -> name.startsWith("maps-"))).hasSize(62);
        assertThat(explained.resolve("maps-99-gone.png")).doesNotExist();
        assertThat(explained.resolve("notes.txt")).exists();
        assertThat(explained.resolve("maps-berlin.png")).exists();
        assertThat(folder.resolve("beside.png")).exists();

        Report.Written again = report(model(LAYERS, Digits.train()), "x", TEST).write(explained);
        assertThat(names(again.files()).stream().filter(name -> name.startsWith("maps-"))).hasSizeLessThan(62);
        try (Stream<Path> there = Files.list(explained)) {
            assertThat(names(there.toList())).containsExactlyInAnyOrderElementsOf(
                    Stream.concat(names(again.files()).stream(), Stream.of("notes.txt", "maps-berlin.png")).toList());
        }
    }

    @Test
    void theConfusionOfVeryManyClassesStaysSmall() {
        for (int classes : new int[] {101, 1000, 1501}) {
            ConfusionMatrix confusion = ConfusionMatrix.of(
                    IntStream.range(0, classes).mapToObj(k -> "class " + k).toList());
            float[] scores = new float[classes];
            scores[classes - 1] = 1;
            confusion.add(scores, 0, new float[] {0}, 0, 1);
            Pixels pixels = Confusion.pixels(confusion);
            assertThat(pixels.width()).isEqualTo(pixels.height()).isBetween(500, 1000);
            assertThat(pixels.rgb()[pixels.width() - 1]).isNotEqualTo(0xFFFFFF);
            assertThat(IntStream.of(pixels.rgb()).distinct().count()).isEqualTo(2);
            assertThat(Confusion.figure(confusion).svg("x").length()).isLessThan(1_000_000);
        }
    }

    @Test
    void whatIsRightHasAnotherHueThanAMistake() {
        ConfusionMatrix confusion = ConfusionMatrix.of(IntStream.range(0, 101).mapToObj(k -> "class " + k).toList());
        for (int said : new int[] {0, 0, 50}) {
            float[] scores = new float[101];
            scores[said] = 1;
            confusion.add(scores, 0, new float[] {0}, 0, 1);
        }
        Pixels pixels = Confusion.pixels(confusion);
        int side = pixels.width() / 101;
        int right = pixels.rgb()[0];
        int wrong = pixels.rgb()[50 * side];
        assertThat(right >> 8 & 0xFF).as("green").isGreaterThan(right >> 16 & 0xFF);
        assertThat(wrong >> 16 & 0xFF).as("orange").isGreaterThan(wrong >> 8 & 0xFF);
    }

    @Test
    void aLossThatBeganFarOffIsOnALogarithmicAxis() throws Exception {
        String head = "row,epoch,step,loss,accuracy\n";
        Path log = folder.resolve("epochs.csv");
        Files.writeString(log, head + "epoch,1,1,15,.1\nepoch,2,2,1.2,.5\nepoch,3,3,1.1,.6\nepoch,4,4,.9,.7\n");
        assertThat(TrainingCurve.of(log, "held out").orElseThrow().svg("t"))
                .contains("loss, on a logarithmic axis", ">accuracy<");
        Files.writeString(log, head + "epoch,1,1,2.3,.1\nepoch,2,2,1.2,.5\nepoch,3,3,1.1,.6\nepoch,4,4,.9,.7\n");
        assertThat(TrainingCurve.of(log, "held out").orElseThrow().svg("t"))
                .contains(">loss<").doesNotContain("logarithmic");
    }

    @Test
    void picturesNameClassesByNumberWhereTheyLackTheLetters() {
        List<String> labels = List.of("Äpfel", "東京");
        assertThat(Faces.name(labels, 0)).isEqualTo("Äpfel");
        assertThat(Faces.name(labels, 1)).isEqualTo("#1");
    }

    @Test
    void picturesInFilesAreNamed() throws Exception {
        Path own = folder.resolve("own");
        Pixels.of(TEST.image(0)).write(own.resolve("cats/IMG_20240131_123456.png"));
        Pixels.of(TEST.image(1)).write(own.resolve("dogs/deeper/a<b>.png"));
        Pixels.of(TEST.image(2)).write(own.resolve("dogs/東京.png"));
        Dataset pictures = ImageFolder.of(own).read(Shape.of(8, 8, 1)).complete();
        FileNames names = FileNames.of(pictures);
        assertThat(IntStream.range(0, 3).mapToObj(names::path))
                .containsExactly("cats/IMG_20240131_123456.png", "dogs/deeper/a<b>.png", "dogs/東京.png");
        assertThat(IntStream.of(30, 19, 18, 12).mapToObj(letters -> names.shortName(0, letters)))
                .containsExactly(
                        "IMG_20240131_123456.png", "IMG_20240131_123456", "IMG_2…40131_123456", "IMG…1_123456");
        assertThat(FileNames.of(Subset.of(pictures, 1)).path(0)).isEqualTo("a<b>.png");
        assertThat(FileNames.of(TEST).path(0)).isNull();
        assertThat(FileNames.of(TEST).shortName(0, 12)).isNull();

        assertThat(Faces.tile(names, new Verdicts.Verdict(0, 0, 0, 1, 0)).captions())
                .containsExactly("cats", "100.0%", "IMG…1_123456");
        assertThat(Faces.tile(names, new Verdicts.Verdict(1, 1, 0, 0.5, 0.5)).captions())
                .containsExactly("cats", "50.0%", "is dogs", "a<b>.png");
        // Letters that the sheet does not have: the page has them.
        assertThat(Faces.tile(names, new Verdicts.Verdict(2, 1, 1, 1, 0)).captions()).containsExactly("dogs", "100.0%");

        Model model = model(Sequential.of(Flatten.of(), Dense.of(2)), pictures);
        String html = Files.readString(report(model, "x", pictures).write(folder.resolve("explain")).page());
        assertThat(html)
                .contains("Most certain, by their files", "Least certain, by their files",
                        "<li>cats/IMG_20240131_123456.png: ", "<li>dogs/deeper/a&lt;b&gt;.png: ", "<li>dogs/東京.png: ")
                .containsPattern("<li>[^<]*: (cats, [\\d.]+ %; it shows dogs|dogs, [\\d.]+ %; it shows cats)</li>")
                .doesNotContain(folder.toString());
    }

    @Test
    void imagesWithoutFilesHaveNoListOfThem() throws Exception {
        Report.Written written = report(model(LAYERS, Digits.train()), "x", TEST).write(folder.resolve("explain"));
        assertThat(Files.readString(written.page())).contains("Least certain").doesNotContain("by their files", "<ol>");
    }

    @Test
    void filesOfAPersonAreNotWrittenOver() throws Exception {
        Path own = Files.createDirectories(folder.resolve("own"));
        Files.writeString(own.resolve("image.png"), "mine");
        assertThatThrownBy(() -> report(model(LAYERS, Digits.train()), "x", TEST).write(own))
                .hasMessage(own + " holds a file image.png that no earlier report lists as its own: move it, or choose"
                        + " another folder");
        assertThat(own.resolve("image.png")).hasContent("mine");
        assertThat(own.resolve("report.html")).doesNotExist();
        Path file = own.resolve("image.png");
        assertThatThrownBy(() -> report(model(LAYERS, Digits.train()), "x", TEST).write(file))
                .hasMessage("cannot write " + file + ": " + file + " is not a folder; choose another folder");
    }

    @Test
    void colourImagesAndDenseNetworksAreShown() throws Exception {
        Dataset colour = new Coloured(TEST);
        Model convolutional = model(Sequential.of(Conv2D.of(5, 3).same().relu(), Flatten.of(), Dense.of(10)), colour);
        Report.Written written = report(convolutional, "x", colour).write(folder.resolve("colour"));
        assertThat(Files.readString(written.page())).contains("In the colours that they look for");
        var picture = ImageIO.read(folder.resolve("colour").resolve("image.png").toFile());
        int rgb = picture.getRGB(picture.getWidth() / 2, picture.getHeight() / 2);
        assertThat(rgb >> 16 & 0xff).isNotEqualTo(rgb & 0xff);

        Model dense = model(Sequential.of(Flatten.of(), Dense.of(70).relu(), Dense.of(10)), Digits.train());
        Report.Written plain = report(dense, "x", TEST).write(folder.resolve("dense"));
        assertThat(Files.readString(plain.page())).contains("The weights of 64 of 70 units", "70 numbers");
        assertThat(names(plain.files())).contains("filters-1-dense.png");
    }

    /// Grey images made red.
    private record Coloured(Dataset grey) implements Dataset {
        @Override
        public int size() {
            return grey.size();
        }

        @Override
        public Shape sample() {
            return Shape.of(8, 8, 3);
        }

        @Override
        public List<String> labels() {
            return grey.labels();
        }

        @Override
        public int label(int index) {
            return grey.label(index);
        }

        @Override
        public void read(int index, float[] into, int offset) {
            float[] values = new float[64];
            grey.read(index, values, 0);
            for (int i = 0; i < values.length; i++) {
                into[offset + 3 * i] = 0.5f + values[i] / 2;
                Arrays.fill(into, offset + 3 * i + 1, offset + 3 * i + 3, values[i] / 3);
            }
        }
    }

    /// Labels are indices: a report goes by the names.
    @Test
    void classesInAnotherOrderAreTheSame() {
        Model model = trained(LAYERS);
        float[] values = new float[TEST.size() * 64];
        int[] classes = new int[TEST.size()];
        for (int i = 0; i < classes.length; i++) {
            TEST.read(i, values, i * 64);
            classes[i] = 9 - TEST.label(i);
        }
        Dataset turned = ArrayDataset.of(TEST.sample(), values, classes, TEST.labels().reversed());

        Verdicts expected = report(model, "x", TEST).write(folder.resolve("as")).verdicts();
        assertThat(report(model, "x", turned).write(folder.resolve("turned")).verdicts().all())
                .isEqualTo(expected.all());
    }

    private static List<String> names(List<Path> files) {
        return files.stream().map(file -> file.getFileName().toString()).toList();
    }

    private Report report(Model model, String imageName, Dataset test) {
        return new Report(
                "A run", List.of("Trained."), model, test, test.image(0), imageName, null,
                folder.resolve("epochs.csv"));
    }

    private Model trained(Layer layers) {
        Model model = model(layers, Digits.train());
        model.fit(Subset.first(Digits.train(), 160), Fit.epochs(3).batch(16));
        return model;
    }

    private Model model(Layer layers, Dataset data) {
        return Model.of("model", new Network(data.sample(), layers), Preprocessing.of(data.sample()), data.labels(),
                Seed.of(2), backend, Layers.codec());
    }
}
