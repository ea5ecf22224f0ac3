package dev.fovea.lab.measure;

import dev.fovea.backend.Backend;
import dev.fovea.backend.Backends;
import dev.fovea.data.Dataset;
import dev.fovea.data.Preprocessing;
import dev.fovea.data.Transform;
import dev.fovea.lab.run.JsonNodes;
import dev.fovea.model.Model;
import dev.fovea.nn.Layers;
import dev.fovea.nn.Network;
import dev.fovea.tensor.Tensor;
import dev.fovea.text.Figures;
import dev.fovea.train.Fit;
import dev.fovea.train.Trainer;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/// A network that was tried: one training step, then one prediction, both on random images and both the first, while
/// the virtual machine still compiles.
///
/// @param kernels the name of those that ran
/// @param making seconds that its parameters took
/// @param step seconds of the training step
/// @param loss of the step
/// @param prediction seconds of the prediction
/// @param heap bytes that the process held at most, garbage included
/// @param limit bytes that its heap may grow to
public record Trial(
        String kernels, int batch, double making, double step, double loss, double prediction, long heap, long limit) {
    public static Trial of(String name, Network network, Fit fit) {
        Dataset images = RandomImages.of(network, fit.batch());
        try (Backend backend = Backends.open(Runtime.getRuntime().availableProcessors())) {
            long start = System.nanoTime();
            Model model = Model.of(
                    name, network, Preprocessing.of(network.input()), images.labels(), fit.seed(), backend,
                    Layers.codec());
            double making = since(start);
            Trainer.Result trained = train(model, fit, images);
            double prediction = predict(model, network, images);
            return new Trial(
                    backend.name(), fit.batch(), making, trained.seconds(), trained.train().loss(), prediction, peak(),
                    Runtime.getRuntime().maxMemory());
        }
    }

    /// On its own, so that the memory of training is free before the prediction.
    private static Trainer.Result train(Model model, Fit fit, Dataset images) {
        Fit once = fit.withEpochs(1).steps(1).validate(0).transforms(new Transform[0]);
        return model.trainer(once, images, null, null).run(List.of());
    }

    private static double predict(Model model, Network network, Dataset images) {
        float[] values = new float[Math.toIntExact(network.input().size())];
        images.read(0, values, 0);
        Tensor image = new Tensor(network.input(), values);
        long start = System.nanoTime();
        var _ = model.predict(image);
        return since(start);
    }

    private static double since(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static long peak() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong((MemoryPoolMXBean pool) -> pool.getPeakUsage().getUsed())
                .sum();
    }

    public void print(PrintStream out) {
        out.printf(
                Locale.ROOT, "Tried: parameters made in %s, a training step at batch %d in %s,%n"
                        + "    a prediction in %s; loss %.4f; heap at most %s of %s;%n    %s kernels%n",
                Figures.seconds(making), batch, Figures.seconds(step), Figures.seconds(prediction), loss,
                Figures.megabytes(heap), Figures.megabytes(limit), kernels);
    }

    public ObjectNode json() {
        ObjectNode json = JsonNodes.object().put("kernels", kernels).put("batch", batch);
        json.set("makingSeconds", JsonNodes.number(making));
        json.set("stepSeconds", JsonNodes.number(step));
        json.set("loss", JsonNodes.number(loss));
        json.set("predictionSeconds", JsonNodes.number(prediction));
        return json.put("heapBytes", heap).put("heapLimitBytes", limit);
    }
}
