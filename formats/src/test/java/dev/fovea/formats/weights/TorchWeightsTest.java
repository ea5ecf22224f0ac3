package dev.fovea.formats.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.backend.Frame;
import dev.fovea.data.Preprocessing;
import dev.fovea.io.FileException;
import dev.fovea.model.Model;
import dev.fovea.nn.Activation;
import dev.fovea.nn.BatchNorm;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Conv2DTranspose;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Dropout;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.GlobalAveragePool2D;
import dev.fovea.nn.Layer;
import dev.fovea.nn.MaxPool2D;
import dev.fovea.nn.Network;
import dev.fovea.nn.Residual;
import dev.fovea.nn.Sequential;
import dev.fovea.safetensors.Safetensors;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import dev.fovea.zoo.Architecture;
import dev.fovea.zoo.Zoo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Networks of `weights.py` in bench, whose outputs PyTorch computed in double.
class TorchWeightsTest {
    private static final Shape IMAGE = Shape.of(6, 8, 3);

    @TempDir
    Path folder;

    private static Layer conv(int filters, int size, int stride) {
        return Conv2D.of(filters, size).stride(stride).padding(size / 2).withoutBias();
    }

    private static Layer residual() {
        return Sequential.of(
                conv(4, 3, 1), BatchNorm.of(), Activation.RELU,
                Residual.of(conv(6, 3, 2), BatchNorm.of(), Activation.RELU, conv(6, 3, 1), BatchNorm.of())
                        .shortcut(conv(6, 1, 2), BatchNorm.of()),
                GlobalAveragePool2D.of(), Dense.of(3));
    }

    private static Layer plain() {
        return Sequential.of(
                Conv2D.of(4, 3).same().relu(), MaxPool2D.of(2), Flatten.of(), Dense.of(5).relu(), Dropout.of(0.5),
                Dense.of(3));
    }

    private static Model model(Layer layers) {
        return Model.of(layers, IMAGE, Seed.of(7));
    }

    private static float[] logits(Model model, float[] image) {
        Frame frame = model.subject().backend()
                .compile(model.network().inference(), model.subject().store(), 1).frame();
        frame.bind(Network.IMAGES, image, 0);
        frame.run(1, 0);
        float[] logits = new float[3];
        frame.read(Network.OUTPUT, logits, 0);
        return logits;
    }

    /// From channels × height × width to height × width × channels.
    private static float[] channelsLast(float[] images, int index) {
        int pixels = IMAGE.dim(0) * IMAGE.dim(1);
        float[] image = new float[3 * pixels];
        for (int channel = 0; channel < 3; channel++) {
            for (int pixel = 0; pixel < pixels; pixel++) {
                image[pixel * 3 + channel] = images[(index * 3 + channel) * pixels + pixel];
            }
        }
        return image;
    }

    /// The file's own values are multiples of 1/64 below 4, but for variances, so halves hold most of them exactly.
    @ParameterizedTest
    @CsvSource({
        "residual, residual.pth, 1e-5", "residual, residual.safetensors, 1e-5",
        "residual, residual-f16.safetensors, 1e-2",
        "plain, plain.pth, 1e-5", "plain, plain.safetensors, 1e-5", "plain, plain-f16.safetensors, 1e-5",
    })
    void outputsAreThoseOfPyTorch(String network, String file, double tolerance) {
        Model model = model(network.equals("plain") ? plain() : residual());
        try (Weights weights = Weights.read(TorchFiles.file(file));
                Weights examples = Weights.read(TorchFiles.file("examples.pth"))) {
            TorchWeights.copy(weights, model);
            float[] inputs = examples.values(network + ".input");
            float[] outputs = examples.values(network + ".output");
            for (int i = 0; i < 2; i++) {
                float[] logits = logits(model, channelsLast(inputs, i));
                for (int c = 0; c < 3; c++) {
                    double expected = outputs[3 * i + c];
                    assertThat((double) logits[c]).as("image %d, class %d", i, c)
                            .isCloseTo(expected, within(tolerance * Math.max(1, Math.abs(expected))));
                }
            }
        }
    }

    @Test
    void aModelWithThemIsSavedAsOursAndIsTheSame() {
        Model model = model(plain());
        try (Weights weights = Weights.read(TorchFiles.file("plain.pth"))) {
            TorchWeights.copy(weights, model);
        }
        Path file = folder.resolve("model.safetensors");
        model.save(file);
        float[] image = new float[(int) IMAGE.size()];
        for (int i = 0; i < image.length; i++) {
            image[i] = i % 7 / 7f;
        }
        assertThat(logits(Model.load(file), image)).isEqualTo(logits(model, image));
    }

    /// Filters from OIHW to HWIO, by the number that each has in the file.
    @Test
    void filtersAndStatisticsAreLaidOutAnew() {
        Model model = model(residual());
        try (Weights weights = Weights.read(TorchFiles.file("residual.pth"))) {
            TorchWeights.copy(weights, model);
            float[] torch = weights.values("conv1.weight");
            Tensor filters = model.read("conv2d.filters");
            for (int o = 0; o < 4; o++) {
                for (int i = 0; i < 3; i++) {
                    for (int y = 0; y < 3; y++) {
                        for (int x = 0; x < 3; x++) {
                            assertThat(filters.at(y, x, i, o)).isEqualTo(torch[((o * 3 + i) * 3 + y) * 3 + x]);
                        }
                    }
                }
            }
            float[] statistics = model.read("batch_norm.statistics").values();
            assertThat(Arrays.copyOf(statistics, 4)).isEqualTo(weights.values("bn1.running_mean"));
            assertThat(Arrays.copyOfRange(statistics, 4, 8)).isEqualTo(weights.values("bn1.running_var"));
        }
    }

    private static void refused(Layer layers, String file, String message) {
        Model model = model(layers);
        float[] before = model.read("conv2d.filters").values().clone();
        try (Weights weights = Weights.read(TorchFiles.file(file))) {
            assertThatThrownBy(() -> TorchWeights.copy(weights, model)).isInstanceOf(FileException.class)
                    .hasMessage(TorchFiles.file(file) + " does not fit the network: " + message);
        }
        assertThat(model.read("conv2d.filters").values()).as("nothing is half done").isEqualTo(before);
    }

    @Test
    void whatDoesNotFitIsNamed() {
        refused(Sequential.of(conv(4, 3, 1), BatchNorm.of(), Activation.RELU,
                Residual.of(conv(5, 3, 2), BatchNorm.of(), Activation.RELU, conv(6, 3, 1), BatchNorm.of())
                        .shortcut(conv(6, 1, 2), BatchNorm.of()),
                GlobalAveragePool2D.of(), Dense.of(3)), "residual.pth",
                "layer1.0.conv1.weight: expected 5×4×3×3 for residual/conv2d_1.filters, got 6×4×3×3; of the other"
                        + " tensors 5 do not fit either");
        refused(Sequential.of(Conv2D.of(4, 3).same(), MaxPool2D.of(2), Flatten.of(), Dense.of(5), Dense.of(2)),
                "plain.pth", "classifier.3.weight: expected 2×5 for dense_1.weights, got 3×5; of the other tensors 1"
                        + " does not fit either");
        refused(Sequential.of(Conv2D.of(4, 3).same(), MaxPool2D.of(2), Flatten.of(), Dense.of(5)), "plain.pth",
                "expected no more tensors for the network, got classifier.3.weight of 3×5; of the other tensors 1"
                        + " does not fit either");
        refused(Sequential.of(Conv2D.of(4, 3).same().withoutBias(), MaxPool2D.of(2), Flatten.of(), Dense.of(5),
                Dense.of(3)), "plain.pth",
                "features.0.bias: expected no such tensor for conv2d, got one of 4");
        refused(Sequential.of(Conv2D.of(4, 3).same(), MaxPool2D.of(2), Flatten.of(), Dense.of(5), Dense.of(3),
                Dense.of(3)), "plain.pth", "expected a tensor of 3×3 for dense_2.weights, got none left; of the other"
                        + " tensors 1 does not fit either");
        refused(Sequential.of(Conv2D.of(4, 3).same(), MaxPool2D.of(2), Flatten.of(), BatchNorm.of(), Dense.of(5),
                Dense.of(3)), "plain.pth", "expected a dense layer right behind the flattened image, got batch_norm"
                        + " with numbers of its own for each value in between, whose order PyTorch has otherwise");
        refused(Sequential.of(Conv2D.of(4, 3).same().withoutBias(), BatchNorm.of(), MaxPool2D.of(2), Flatten.of(),
                Dense.of(5), Dense.of(3)), "plain.pth", "features.0.bias: expected no such tensor for conv2d, got one"
                        + " of 4; of the other tensors 4 do not fit either");
    }

    /// Numbers of LeNet-5 as PyTorch would write them, and back: of filters output, input, row, column; of the matrix
    /// behind the flattened image output, channel, row, column.
    @Test
    void anArchitectureTakesItsWeights() {
        Architecture lenet = Zoo.named("lenet5");
        Model drawn = Model.of(lenet.layers(lenet.input(), 7), lenet.input(), Seed.of(3));
        List<Safetensors.Entry> entries = new ArrayList<>();
        drawn.parameters().forEach((name, shape) -> {
            Tensor own = drawn.read(name);
            float[] torch = own.values().clone();
            Shape turned = shape;
            if (shape.rank() == 4) {
                turned = Shape.of(shape.dim(3), shape.dim(2), shape.dim(0), shape.dim(1));
                for (int i = 0; i < torch.length; i++) {
                    int x = i % turned.dim(3);
                    int y = i / turned.dim(3) % turned.dim(2);
                    int channel = i / (turned.dim(3) * turned.dim(2)) % turned.dim(1);
                    torch[i] = own.at(y, x, channel, i / (turned.dim(3) * turned.dim(2) * turned.dim(1)));
                }
            } else if (shape.rank() == 2) {
                turned = Shape.of(shape.dim(1), shape.dim(0));
                int pixels = shape.dim(0) == 400 ? 25 : 1;
                for (int i = 0; i < torch.length; i++) {
                    int input = i % shape.dim(0);
                    torch[i] = own.at(input % pixels * (shape.dim(0) / pixels) + input / pixels, i / shape.dim(0));
                }
            }
            String torchName = entries.size() / 2 + (shape.rank() == 1 ? ".bias" : ".weight");
            entries.add(new Safetensors.Entry(torchName, turned, new Safetensors.Floats(torch, 0, torch.length)));
        });
        Path file = folder.resolve("lenet.safetensors");
        Safetensors.write(file, Map.of(), entries);
        try (Weights weights = Weights.read(file)) {
            Model model = TorchWeights.model(lenet, weights);
            assertThat(model.labels()).containsExactly("0", "1", "2", "3", "4", "5", "6");
            assertThat(model.subject().name()).isEqualTo("lenet5");
            drawn.parameters().keySet().forEach(name ->
                    assertThat(model.read(name).values()).as(name).isEqualTo(drawn.read(name).values()));
            assertThat(TorchWeights.fitting(weights)).extracting(Architecture::id).containsExactly("lenet5");
        }
    }

    /// Of equal shapes, and laid out otherwise: a transposed convolution is not taken for a convolution.
    @Test
    void otherLayersWithFiltersAreNotTaken() {
        refused(Sequential.of(conv(4, 3, 1), BatchNorm.of(), Activation.RELU,
                Residual.of(conv(6, 3, 2), BatchNorm.of(), Activation.RELU,
                                Conv2DTranspose.of(6, 3).same().withoutBias(), BatchNorm.of())
                        .shortcut(conv(6, 1, 2), BatchNorm.of()),
                GlobalAveragePool2D.of(), Dense.of(3)), "residual.pth",
                "expected a tensor of 3×3×6×6 for residual/conv2dtranspose.filters, got none left; of the other"
                        + " tensors 5 do not fit either");
    }

    @Test
    void residualNetworksWithOtherStridesAreNotTaken() {
        try (Weights weights = Weights.read(TorchFiles.file("residual.pth"))) {
            assertThatThrownBy(() -> TorchWeights.model(Zoo.named("resnet50"), weights))
                    .isInstanceOf(FileException.class).hasMessageEndingWith("with equal shapes: take resnet50-v1.5");
            assertThatThrownBy(() -> TorchWeights.model(Zoo.named("resnet18"), weights))
                    .isInstanceOf(FileException.class).message()
                    .contains("conv1.weight: expected 64×3×7×7 for conv2d.filters, got 4×3×3×3; of the other tensors ");
        }
    }

    @Test
    void picturesAreThoseOfImageNet() {
        Preprocessing pictures = TorchWeights.preprocessing(Zoo.named("resnet18"));
        assertThat(pictures.image()).isEqualTo(Shape.of(256, 256, 3));
        assertThat(pictures.shape()).isEqualTo(Shape.of(224, 224, 3));
        assertThat(pictures.mean()).containsExactly(0.485f, 0.456f, 0.406f);
        assertThat(pictures.std()).containsExactly(0.229f, 0.224f, 0.225f);
        assertThat(TorchWeights.preprocessing(Zoo.named("googlenet")).mean()).isEqualTo(new float[] {0.5f, 0.5f, 0.5f});
        assertThat(TorchWeights.preprocessing(Zoo.named("lenet5")).mean()).isEmpty();
    }
}
