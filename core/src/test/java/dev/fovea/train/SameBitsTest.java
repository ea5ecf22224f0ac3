package dev.fovea.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.backend.cpu.CountingKernels;
import dev.fovea.backend.cpu.CpuBackend;
import dev.fovea.backend.cpu.KernelSet;
import dev.fovea.data.ArrayDataset;
import dev.fovea.data.Dataset;
import dev.fovea.data.Holdout;
import dev.fovea.data.Preprocessing;
import dev.fovea.data.augment.FlipLeftRight;
import dev.fovea.data.augment.RandomCrop;
import dev.fovea.model.Model;
import dev.fovea.nn.Activation;
import dev.fovea.nn.AveragePool2D;
import dev.fovea.nn.BatchNorm;
import dev.fovea.nn.Branches;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Dropout;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Layer;
import dev.fovea.nn.Layers;
import dev.fovea.nn.LocalResponseNorm;
import dev.fovea.nn.MaxPool2D;
import dev.fovea.nn.Network;
import dev.fovea.nn.Penalised;
import dev.fovea.nn.Residual;
import dev.fovea.nn.Sequential;
import dev.fovea.nn.Shared;
import dev.fovea.optim.AdamW;
import dev.fovea.optim.Clip;
import dev.fovea.optim.Cosine;
import dev.fovea.optim.Sgd;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Same seed, same bits, for any number of threads, each in a JVM of its own: parameters, running statistics
/// and optimizer slots after 50 steps of a network that has every layer with a state or with random numbers.
@Tag("kernels")
class SameBitsTest {
    private static final int STEPS = 50;
    private static final Shape INPUT = Shape.of(12, 12, 3);

    @Test
    void oneTwoAndThreeThreadsGiveTheSameBits() throws Exception {
        Set<String> results = new HashSet<>();
        for (int threads = 1; threads <= 3; threads++) {
            List<String> lines = ChildJvm.run(SameBitsTest.class, line -> false, Integer.toString(threads));
            List<String> words = List.of(lines.getLast().split(" "));
            assertThat(words).as("output of the child: " + lines).hasSize(4);
            assertThat(words.get(0)).isEqualTo(KernelSet.choose().kernels().name().replace(' ', '-'));
            long shared = Long.parseLong(words.get(1));
            assertThat(shared > 100).as(shared + " parts were done by other threads of " + threads)
                    .isEqualTo(threads > 1);
            results.add(words.get(2) + " " + words.get(3));
        }
        assertThat(results).as("hashes after " + STEPS + " steps").hasSize(1);
    }

    /// Trains with two optimizers and prints the kernels, the parts of other threads, and both hashes.
    public static void main(String[] arguments) throws Exception {
        var kernels = new CountingKernels(KernelSet.choose().kernels());
        try (CpuBackend backend = new CpuBackend(kernels, Integer.parseInt(arguments[0]))) {
            Fit momentum = Fit.epochs(100).optimizer(Sgd.of(0.02).momentum(0.9).nesterov().weightDecay(1e-4))
                    .clip(Clip.norm(1)).transforms(RandomCrop.of(2), new FlipLeftRight());
            Fit adam = Fit.epochs(100).optimizer(AdamW.of(Cosine.of(3e-3)));
            String hashes = hash(backend, momentum) + " " + hash(backend, adam);
            System.out.println(
                    kernels.name().replace(' ', '-') + " " + kernels.partsOfOtherThreads() + " " + hashes);
        }
    }

    private static String hash(CpuBackend backend, Fit fit) throws Exception {
        Dataset images = images(90);
        Holdout split = Holdout.first(images, 72);
        Model model = Model.of("all", new Network(INPUT, layers()), Preprocessing.ofMeanStd(images), images.labels(),
                Seed.of(5), backend, Layers.codec());
        Trainer trainer = model.trainer(fit.steps(STEPS).batch(32), split.train(), split.validation(), null);
        trainer.run(List.of());
        Path file = Files.createTempFile("bits", ".safetensors");
        try {
            trainer.save(file);
            return Fingerprint.of(file).tensors();
        } finally {
            Files.delete(file);
        }
    }

    private static Layer layers() {
        Layer tower = Sequential.of(Conv2D.of(8, 1), BatchNorm.of(), Activation.GELU);
        return Sequential.of(
                Conv2D.of(16, 3).same().relu(),
                BatchNorm.of(),
                LocalResponseNorm.of(2, 1, 1e-3, 0.75),
                Residual.of(Conv2D.of(16, 3).same().groups(2).withoutBias(), BatchNorm.of(), Dropout.of(0.1)),
                MaxPool2D.of(2),
                Branches.of(
                        Shared.of("tower", tower),
                        Sequential.of(Dropout.of(0.2), Shared.of("tower", tower)),
                        Sequential.of(AveragePool2D.of(3).stride(1).same(),
                                Conv2D.of(8, 5).same().activation(Activation.TANH))),
                Conv2D.of(32, 3).stride(2).same().relu(),
                Flatten.of(),
                Penalised.l2(1e-4, Dense.of(128).relu()),
                BatchNorm.of().perNeuron(),
                Dropout.of(0.5),
                Dense.of(10));
    }

    private static Dataset images(int count) {
        Seed seed = Seed.of(9);
        float[] values = new float[Math.toIntExact(count * INPUT.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) seed.uniform(i);
        }
        int[] classes = IntStream.range(0, count).map(i -> i % 10).toArray();
        return ArrayDataset.of(INPUT, values, classes, IntStream.range(0, 10).mapToObj(Integer::toString).toList());
    }
}
