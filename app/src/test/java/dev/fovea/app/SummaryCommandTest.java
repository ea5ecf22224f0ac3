package dev.fovea.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.backend.Backends;
import dev.fovea.drawing.Scene;
import dev.fovea.explain.architecture.Anatomy;
import dev.fovea.explain.architecture.NetworkDrawing;
import dev.fovea.lab.recipe.Recipes;
import dev.fovea.nn.Network;
import dev.fovea.tensor.Shape;
import dev.fovea.zoo.Architecture;
import dev.fovea.zoo.Zoo;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class SummaryCommandTest {
    @TempDir
    private Path folder;

    @Test
    void tellsTheLayersOfTheCifarNetwork() {
        JsonNode json = Cli.in(folder).run("summary", "cifar-lenet-keras", "--json").json();
        assertThat(Cli.fields(json))
                .contains("name", "input", "layers", "parameters", "multiplyAdds", "trainingBytes")
                .doesNotContain("plan");
        List<Long> parameters = StreamSupport.stream(json.path("layers").spliterator(), false)
                .map(layer -> layer.path("parameters").longValue())
                .filter(count -> count > 0)
                .toList();
        assertThat(parameters).containsExactly(1_568L, 32_832L, 4_195_328L, 10_250L);
        assertThat(json.path("parameters").longValue()).isEqualTo(4_239_978);
        assertThat(Cli.fields(json.path("layers").path(0)))
                .containsExactly(
                        "name", "type", "output", "kernel", "stride", "padding", "groups", "values", "parameters",
                        "notTrainable", "weights", "multiplyAdds");
        assertThat(Cli.fields(json.path("layers").path(json.path("layers").size() - 1)))
                .doesNotContain("kernel", "stride", "padding");
    }

    /// 3 × 3 · 1 · 3 + 3, two numbers for each of 3 channels, 4 · 3 · 3 · 2 + 2.
    @Test
    void tellsTheLayersOfANetworkOfKeras() throws IOException {
        for (String name : List.of("plain.keras", "plain.h5")) {
            Files.copy(Path.of("../formats/src/test/resources/dev/fovea/formats/keras", name), folder.resolve(name));
            JsonNode json = Cli.in(folder).run("summary", name, "--json").json();
            assertThat(json.path("input").stringValue()).isEqualTo("6×5×1");
            assertThat(json.path("parameters").longValue()).isEqualTo(30 + 6 + 74);
            assertThat(json.path("layers").path(0).path("name").stringValue()).isEqualTo("conv2d_1");
        }
    }

    /// By the bytes that the format's description has, as other programs write it.
    private String tensors(String header, int data) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        Files.write(folder.resolve("others.safetensors"), ByteBuffer.allocate(8 + json.length + data)
                .order(ByteOrder.LITTLE_ENDIAN).putLong(json.length).put(json).array());
        return "others.safetensors";
    }

    @Test
    void listsTheTensorsOfOthers() throws IOException {
        String file = tensors("""
                {"conv1.weight":{"dtype":"F16","shape":[2,3,1,1],"data_offsets":[0,12]},
                "a":{"dtype":"I64","shape":[],"data_offsets":[12,20]}}""", 20);
        assertThat(Cli.in(folder).run("summary", file).out().lines()).containsExactly(
                "Tensor          Shape  Type  Bytes",
                "conv1.weight  2×3×1×1  F16      12",
                "a                   1  I64       8",
                "",
                "Total: 2 tensors, 20 bytes; safetensors",
                "They are not the weights of a network that Fovea has.");
        JsonNode json = Cli.in(folder).run("summary", file, "--json").json();
        assertThat(Cli.fields(json)).containsExactly("file", "format", "tensors", "bytes", "fits");
        assertThat(json.path("bytes").longValue()).isEqualTo(20);
        assertThat(json.path("tensors").path(0).toString())
                .isEqualTo("{\"name\":\"conv1.weight\",\"dtype\":\"F16\",\"shape\":[2,3,1,1],\"bytes\":12}");
        assertThat(Cli.in(folder).run("summary", file, "--plan").error())
                .contains(file + " holds tensors and no network: expected no option but --json");
    }

    /// The layers of lenet5 with PyTorch's names and shapes: three products of images, two of vectors.
    @Test
    void tellsWhichNetworkTheTensorsAreOf() throws IOException {
        Architecture lenet = Zoo.named("lenet5");
        StringBuilder header = new StringBuilder("{");
        int at = 0;
        int layer = 0;
        for (Map.Entry<String, Shape> parameter : lenet.network().parameters().shapes().entrySet()) {
            int[] dims = parameter.getValue().dims();
            boolean bias = dims.length == 1;
            String shape = switch (dims.length) {
                case 4 -> dims[3] + "," + dims[2] + "," + dims[0] + "," + dims[1];
                case 2 -> dims[1] + "," + dims[0];
                default -> "" + dims[0];
            };
            int bytes = 4 * (int) parameter.getValue().size();
            layer += bias ? 0 : 1;
            header.append(at == 0 ? "" : ",").append("\"").append(layer).append(bias ? ".bias" : ".weight")
                    .append("\":{\"dtype\":\"F32\",\"shape\":[").append(shape).append("],\"data_offsets\":[")
                    .append(at).append(',').append(at += bytes).append("]}");
        }
        String file = tensors(header + "}", at);
        Cli.Output output = Cli.in(folder).run("summary", file);
        assertThat(output.out()).as(output.err()).contains("""
                They fit lenet5; in Java, to use and to save:
                    TorchWeights.model(Zoo.named("lenet5"),
                            Weights.read(Path.of("others.safetensors")))
                """);
        assertThat(Cli.in(folder).run("summary", file, "--json").json().path("fits").toString())
                .isEqualTo("[\"lenet5\"]");
    }

    @Test
    void refusesWhatATensorFileAsksOfPython() throws IOException {
        Files.writeString(folder.resolve("a.pth"), "no weights");
        assertThat(Cli.in(folder).run("summary", "a.pth").error()).contains("a.pth holds no weights that are known");
    }

    /// As the article lists AlexNet: filters of 11×11 with stride 4 and padding 0, then 5×5 with padding 2.
    @Test
    void tellsKernelStrideAndPaddingOfAlexnet() {
        JsonNode layers = Cli.in(folder).run("summary", "alexnet", "--json").json().path("layers");
        assertThat(layers).filteredOn(layer -> layer.has("kernel"))
                .extracting(layer -> String.join(" ", layer.path("kernel").stringValue(),
                        layer.path("stride").stringValue(), layer.path("padding").stringValue()))
                .containsExactly(
                        "11×11 4 0", "3×3 2 0", "5×5 1 2", "3×3 2 0", "3×3 1 1", "3×3 1 1", "3×3 1 1", "3×3 2 0");
    }

    /// The article's pictures: one network, a part of it, two to one scale, a plain one above its residual one.
    @ParameterizedTest
    @ValueSource(strings = {
        "lenet5-1998", "lenet5", "alexnet", "alexnet-groups", "alexnet --beside vgg16", "vgg16", "googlenet",
        "googlenet --part branches", "resnet34 --part residual_3", "resnet34", "resnet34 --plain", "digits"
    })
    void drawsTheNetworksOfTheArticles(String words) throws IOException {
        List<String> typed = new ArrayList<>(List.of("summary"));
        typed.addAll(List.of(words.split(" ", -1)));
        typed.addAll(List.of("--out", "pictures/network.svg"));
        Cli.Output output = Cli.in(folder).run(typed.toArray(String[]::new));
        assertThat(output.err()).isEmpty();
        assertThat(output.code()).isZero();
        assertThat(output.out()).endsWith("Drawn in pictures/network.svg\n").contains("Layer (type)");
        String svg = Files.readString(folder.resolve("pictures/network.svg"));
        assertThat(svg).startsWith("<svg ").endsWith("</svg>\n").contains("<title>The network " + typed.get(1));
        assertThat(svg.split("</text>", -1).length).isGreaterThan(20);
    }

    /// docs/commands.md shows them, and names the commands.
    @ParameterizedTest
    @ValueSource(strings = {"alexnet", "googlenet --part branches", "resnet34 --plain"})
    void theDocumentationShowsWhatTheCommandDraws(String words) throws IOException {
        String command = "./fovea summary " + words + " --out docs/images/";
        String page = Files.readString(Path.of("..", "docs", "commands.md"));
        String file = page.substring(page.indexOf(command) + command.length()).lines().findFirst().orElseThrow();
        Cli.Output output = Cli.in(folder).run(("summary " + words + " --out " + file).split(" ", -1));
        assertThat(output.code()).isZero();
        assertThat(folder.resolve(file)).hasSameTextualContentAs(Path.of("..", "docs", "images", file));
    }

    @Test
    void drawsPixelsToo() throws IOException {
        JsonNode json = Cli.in(folder).run("summary", "digits", "--out", "digits.PNG", "--json").json();
        assertThat(json.path("drawing").stringValue()).isEqualTo("digits.PNG");
        BufferedImage picture = ImageIO.read(folder.resolve("digits.PNG").toFile());
        assertThat(picture.getWidth()).isBetween(1_000, 3_200);
        assertThat(picture.getRGB(0, 0)).isEqualTo(0xFFFFFFFF);
        assertThat(IntStream.range(0, picture.getWidth())
                        .filter(x -> picture.getRGB(x, picture.getHeight() / 2) != 0xFFFFFFFF))
                .hasSizeGreaterThan(100);
    }

    /// Recipes have the same numbers in the drawing as in the table, and no words that overlap or lie off the page.
    @ParameterizedTest
    @MethodSource("names")
    void eachDrawingIsWholeAndItsWordsLieApart(String name) {
        Network network = network(name);
        assertThat(Anatomy.folded(network).parameters()).isEqualTo(network.summary(name).parameters());
        Scene scene = NetworkDrawing.of(name, network).scene();
        List<Scene.Label> labels = scene.marks().stream().filter(Scene.Label.class::isInstance)
                .map(Scene.Label.class::cast).toList();
        for (Scene.Label label : labels) {
            assertThat(label.left()).as(label.words()).isBetween(-1e-6, scene.width() - label.room() + 1e-6);
            assertThat(labels).filteredOn(other -> other != label).as(label.words()).noneMatch(other ->
                    Math.abs(label.y() - other.y()) < 10 && label.left() < other.left() + other.room() - 1e-6
                            && other.left() < label.left() + label.room() - 1e-6);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            digits --part conv2d            | --part goes with --out FILE.svg, which draws the network
            digits --plain                  | --plain goes with --out FILE.svg, which draws the network
            digits --beside vgg16           | --beside goes with --out FILE.svg, which draws the network
            digits --out d.gif              | --out is an SVG or a PNG file: expected a name that ends in .svg or .png
            digits --out d.svg --plain      | digits has no shortcuts that could be left out
            digits --out d.svg --part con2d | digits has no part named con2d (did you mean conv2d?); expected a layer
            digits --out d.svg --beside x   | no recipe, architecture, run or checkpoint is named x
            resnet20 --out d.svg --plain --part residual | --part draws one layer, --plain the whole network
            digits --only training          | --only goes with --graph, which prints the plans
            digits --graph --only both      | --only must be prediction or training: got both
            """)
    void whatCannotBeDrawnOrPrintedIsRefused(String words, String message) {
        Cli.Output output = Cli.in(folder).run(("summary " + words).split(" ", -1));
        assertThat(output.code()).isEqualTo(2);
        assertThat(output.out()).isEmpty();
        assertThat(output.err()).contains(message);
        assertThat(folder.toFile().list()).isEmpty();
    }

    private static Network network(String name) {
        return Recipes.ids().contains(name) ? Recipes.named(name).network() : Zoo.named(name).network();
    }

    static Stream<String> names() {
        return Stream.concat(Recipes.ids().stream(), Zoo.all().stream().map(Architecture::id));
    }

    /// Recipes fit into a terminal; the largest architectures have larger numbers.
    @ParameterizedTest
    @MethodSource("names")
    void eachNetworkTellsItsTypesAndFits(String name) {
        boolean recipe = Recipes.ids().contains(name);
        Network network = network(name);
        for (String table : List.of(network.summary(name).toString(), network.summary(name).memory())) {
            assertThat(table.lines()).allMatch(line -> line.length() <= (recipe ? 80 : 100));
            assertThat(table).contains("Layer (type) ").containsAnyOf(" (Dense) ", " (Conv2D) ");
        }
    }

    /// Batch norm of ResNet-50 keeps a mean and a variance of each of 26,560 channels; Keras prints 53,120.
    @Test
    void tellsWhatIsNotTrainable() {
        assertThat(Cli.in(folder).run("summary", "resnet50").out()).contains(
                "\nTotal parameters: 25,610,152\nTrainable parameters: 25,557,032\nNot trainable: 53,120, ");
    }

    /// Only graphs are built: no memory is taken for the 138 million weights.
    @Test
    void tellsTheSizeOfAnArchitectureBesideThePublishedOne() {
        JsonNode json = Cli.in(folder).run("summary", "vgg16", "--json").json();
        assertThat(json.path("parameters").longValue()).isEqualTo(138_357_544);
        assertThat(json.path("weights").longValue()).isEqualTo(138_344_128);
        assertThat(json.path("multiplyAdds").longValue()).isEqualTo(15_470_264_320L);
        assertThat(json.path("layers").path(2).path("values").longValue()).isEqualTo(112 * 112 * 64);
        assertThat(json.path("batch").intValue()).isEqualTo(1);
        assertThat(json.path("published").path("parameters").longValue()).isEqualTo(138_357_544);
        assertThat(json.path("published").path("billionMultiplyAdds").doubleValue()).isEqualTo(15.47);
        assertThat(json.path("published").path("source").stringValue()).startsWith("torchvision");
    }

    /// Weights and gradients, 553 MB each, and the arena: far from the 4 GB that the heap may have, of which a
    /// prediction's packed weights take 553 MB more.
    @Test
    void vgg16TrainsInFourGigabytes() {
        JsonNode json = Cli.in(folder).run("summary", "vgg16", "--batch", "4", "--json").json();
        assertThat(json.path("trainingBytes").longValue()).isBetween(8L * 138_357_544, 1_500_000_000L);
    }

    @Test
    void theMemoryOfOneImageIsTheArticlesTable() {
        Cli.Output output = Cli.in(folder).run("summary", "vgg16", "--memory");
        assertThat(output.code()).isZero();
        assertThat(output.out().lines().map(String::strip).map(line -> line.replaceAll(" {2,}", " | ")))
                .contains(
                        "input | (224, 224, 3) | 150K | 0", "conv2d (Conv2D) | (224, 224, 64) | 3.2M | 1,728",
                        "max_pool2d_4 (MaxPool2D) | (7, 7, 512) | 25K | 0",
                        "dense (Dense) | (4096) | 4,096 | 102,760,448", "Weights without biases: 138,344,128",
                        "Published: 138,357,544 parameters, 15.47 billion multiply-adds");
    }

    @Test
    void triesATrainingStepAndAPrediction() {
        JsonNode tried = Cli.in(folder).run("summary", "resnet20", "--try", "--batch", "2", "--json").json()
                .path("tried");
        assertThat(tried.path("batch").intValue()).isEqualTo(2);
        assertThat(tried.path("stepSeconds").doubleValue()).isPositive();
        assertThat(tried.path("predictionSeconds").doubleValue()).isPositive();
        assertThat(tried.path("loss").doubleValue()).isBetween(0.1, 20.0);
        assertThat(tried.path("heapBytes").longValue()).isBetween(1_000_000L, 64_000_000_000L);
    }

    @Test
    void peopleReadWhatWasTried() {
        Cli.Output output = Cli.in(folder).run("summary", "lenet5-1998", "--try");
        assertThat(output.code()).isZero();
        assertThat(output.out())
                .contains("Total parameters: 60,000", "Published: 60,000 parameters", "Tried: parameters made in ",
                        " kernels\n");
        assertThat(output.out().lines().mapToInt(String::length).max().orElseThrow()).isLessThanOrEqualTo(80);
    }

    @Test
    void aLargerBatchTakesMoreMemory() {
        Cli cli = Cli.in(folder);
        long small = cli.run("summary", "digits", "--batch", "8", "--json").json().path("trainingBytes").longValue();
        long large = cli.run("summary", "digits", "--batch", "64", "--json").json().path("trainingBytes").longValue();
        assertThat(large).isGreaterThan(small);
    }

    @Test
    void thePlanAddsUp() {
        JsonNode plan = Cli.in(folder).run("summary", "digits", "--plan", "--json").json().path("plan");
        long sum = StreamSupport.stream(plan.path("buffers").spliterator(), false)
                .mapToLong(buffer -> buffer.path("bytes").longValue())
                .sum();
        assertThat(plan.path("bufferBytes").longValue()).isEqualTo(sum);
        assertThat(plan.path("bufferShare").doubleValue())
                .isEqualTo(plan.path("arenaBufferBytes").doubleValue() / sum)
                .isBetween(.01, 1.0);
        assertThat(plan.path("arenaBufferBytes").longValue() + plan.path("arenaWorkspaceBytes").longValue())
                .isEqualTo(plan.path("arenaBytes").longValue());
        assertThat(plan.path("arenaWorkspaceBytes").longValue()).isNotNegative();
    }

    @Test
    void theGraphTellsWhatIsFusedWhatComputesItAndWhereItLies() {
        Cli.Output output = Cli.in(folder).run("summary", "digits", "--graph");
        assertThat(output.code()).isZero();
        assertThat(output.err()).isEmpty();
        List<String> lines = output.out().lines().map(line -> line.replaceAll(" {2,}", " | ").strip()).toList();
        String kernels = Backends.open(1).name();
        assertThat(lines)
                .contains(
                        "The plan of a prediction at batch 32, " + kernels + ":",
                        "The plan of a training step at batch 32, " + kernels + ":",
                        "# | Step | Kernel | Reads | Input → output | Bytes | Lies in",
                        "2 | max_pool2d MaxPooling | pooling | 1 | N×8×8×32 → N×4×4×32 | 65.5 KB | own",
                        "3 | dropout DropoutMask | element-wise | 2 | N×4×4×32 → N×4×4×32 | 65.5 KB | over 2",
                        "5 | flatten Reshaping | nothing runs | 4 | N×2×2×64 → N×256 | 32.8 KB | view",
                        "7 steps, 16 before fusion; 1 view beside them",
                        "33 steps, 44 before fusion; 2 views beside them, then Adam updates the parameters",
                        "view: the input's values under another shape: nothing is copied")
                .anyMatch(line -> line.startsWith("0 | conv2d Convolution + bias + ReLU | "))
                .anyMatch(line -> line.matches("Arena: [\\d,]+ bytes; parameters: 180,648 bytes"));
        assertThat(output.out()).doesNotContain("\u00a0").contains("      + ReLU's gradient\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"digits", "lenet5-1998", "cifar-resnet20", "vgg16", "resnet50", "googlenet", "alexnet"})
    void theGraphFitsIntoAHundredColumns(String name) {
        Cli.Output output = Cli.in(folder).run("summary", name, "--graph");
        assertThat(output.code()).isZero();
        assertThat(output.out().lines()).allMatch(line -> line.length() <= 100);
    }

    @Test
    void theGraphIsThereAsObjects() {
        JsonNode graph = Cli.in(folder)
                .run("summary", "digits", "--graph", "--batch", "3", "--json")
                .json()
                .path("graph");
        assertThat(graph).extracting(plan -> plan.path("of").stringValue())
                .containsExactly("prediction", "training step");
        for (JsonNode plan : graph) {
            JsonNode steps = plan.path("steps");
            assertThat(plan.path("batch").intValue()).isEqualTo(3);
            assertThat(plan.path("parameterBytes").longValue()).isEqualTo(4 * 45_162);
            assertThat(plan.path("arenaBytes").longValue()).isPositive();
            assertThat(plan.path("stepsBeforeFusion").intValue()).isGreaterThan(steps.size());
            assertThat(plan.path("stepsAfterFusion").intValue() + plan.path("views").intValue())
                    .isEqualTo(steps.size());
            JsonNode first = steps.path(0);
            assertThat(Cli.fields(first)).containsExactly(
                    "index", "name", "layer", "operation", "pass", "fused", "chain", "kernel", "reads", "output",
                    "bytes", "place");
            assertThat(first.path("fused")).extracting(JsonNode::stringValue).containsExactly("bias", "ReLU");
            assertThat(first.path("reads")).extracting(read -> read.path("name").stringValue())
                    .containsExactly("images", "conv2d.filters", "conv2d.bias");
            assertThat(first.path("output").stringValue()).isEqualTo("N×8×8×32");
            assertThat(first.path("bytes").longValue()).isEqualTo(4 * 3 * 8 * 8 * 32);
            assertThat(steps.path(1).path("reads").path(0).path("step").intValue()).isZero();
        }
        assertThat(graph.path(1).path("steps").path(3).path("over").intValue()).isEqualTo(2);
    }

    @Test
    void theGraphOfOnePlanIsItsPartOfBoth() {
        String both = Cli.in(folder).run("summary", "digits", "--graph").out();
        String prediction = Cli.in(folder).run("summary", "digits", "--graph", "--only", "prediction").out();
        String training = Cli.in(folder).run("summary", "digits", "--graph", "--only", "training").out();
        String ofPrediction = both.substring(0, both.indexOf("The plan of a training step"));
        assertThat(prediction).startsWith(ofPrediction).doesNotContain("The plan of a training");
        assertThat(training).doesNotContain("The plan of a prediction").contains("The plan of a training step",
                "33 steps, 44 before fusion; 2 views beside them, then Adam updates the parameters");
        for (String of : List.of("prediction", "training")) {
            JsonNode graph =
                    Cli.in(folder).run("summary", "digits", "--graph", "--only", of, "--json").json().path("graph");
            assertThat(graph).hasSize(1).first()
                    .satisfies(plan -> assertThat(plan.path("of").stringValue()).startsWith(of));
        }
    }

    @Test
    void theGraphOfAnUnknownNameIsRefused() {
        Cli.Output output = Cli.in(folder).run("summary", "digit", "--graph");
        assertThat(output.code()).isEqualTo(2);
        assertThat(output.out()).isEmpty();
        assertThat(output.err()).contains("is named digit").contains("digits");
    }

    @Test
    void peopleGetATable() {
        Cli.Output output = Cli.in(folder).run("summary", "digits", "--plan");
        assertThat(output.code()).isZero();
        assertThat(output.err()).isEmpty();
        assertThat(output.out()).contains("conv2d (Conv2D)", "Training at batch 32: ", "% of their sum, ");
        assertThat(output.out().lines()).allMatch(line -> line.length() <= 80);
    }
}
