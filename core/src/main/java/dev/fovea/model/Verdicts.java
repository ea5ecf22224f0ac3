package dev.fovea.model;

import dev.fovea.backend.Frame;
import dev.fovea.data.Batch;
import dev.fovea.data.Batches;
import dev.fovea.data.Dataset;
import dev.fovea.data.Loader;
import dev.fovea.metric.ConfusionMatrix;
import dev.fovea.metric.Scores;
import dev.fovea.nn.Network;
import dev.fovea.nn.OutputKind;
import dev.fovea.tensor.Seed;
import dev.fovea.train.FiniteOutputs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/// What a model says of each image of a data set.
///
/// @param confusion how often images of one class were taken for another
/// @param all in the order of the data set
public record Verdicts(ConfusionMatrix confusion, List<Verdict> all) {
    private static final int BATCH = 128;

    /// @param index of the image in the data set
    /// @param label what it is
    /// @param said what the model takes it for
    /// @param probability that the model gives to what it says
    /// @param doubt 1 − probability, exact where that is tiny
    public record Verdict(int index, int label, int said, double probability, double doubt) {
        public boolean right() {
            return label == said;
        }
    }

    public Verdicts {
        all = List.copyOf(all);
    }

    /// @throws IllegalArgumentException if the images or classes are not those of the model
    /// @throws dev.fovea.train.NotFiniteException if an output is not finite; names the image
    public static Verdicts of(Model model, Dataset data) {
        Dataset dataset = model.subject().measured(data);
        int classes = model.labels().size();
        int batch = Math.min(BATCH, dataset.size());
        Frame frame = model.subject().backend()
                .compile(model.network().inference(), model.subject().store(), batch).frame();
        OutputKind kind = model.network().outputs();
        int sample = Math.toIntExact(model.network().input().size());
        FiniteOutputs finite = new FiniteOutputs(frame, model.subject().store(), sample, classes);
        float[] outputs = new float[batch * classes];
        ConfusionMatrix confusion = ConfusionMatrix.of(model.labels());
        List<Verdict> all = new ArrayList<>(dataset.size());
        Loader loader = Loader.of(dataset, batch, Seed.of(0)).preprocessing(model.subject().preprocessing()).epochs(1);
        try (Batches batches = loader.open()) {
            while (batches.hasNext()) {
                Batch next = batches.next();
                frame.bind(Network.IMAGES, next.images(), 0);
                frame.run(next.size(), 0);
                frame.read(Network.OUTPUT, outputs, 0);
                finite.require(outputs, next.size(), next.images(), i -> dataset.name(next.indices()[i]));
                confusion.add(outputs, 0, next.labels(), 0, next.size());
                for (int i = 0; i < next.size(); i++) {
                    float[] own = Arrays.copyOfRange(outputs, i * classes, (i + 1) * classes);
                    all.add(verdict(next.indices()[i], (int) next.labels()[i], own, kind));
                }
            }
        }
        return new Verdicts(confusion, all);
    }

    private static Verdict verdict(int index, int label, float[] outputs, OutputKind kind) {
        int best = Scores.best(outputs, 0, outputs.length);
        return switch (kind) {
            case LOGITS -> {
                double others = others(outputs, best, k -> Math.exp((double) outputs[k] - outputs[best]));
                yield new Verdict(index, label, best, 1 / (1 + others), others / (1 + others));
            }
            case PROBABILITIES ->
                new Verdict(index, label, best, outputs[best], others(outputs, best, k -> outputs[k]));
            case SEPARATE_PROBABILITIES -> new Verdict(index, label, best, outputs[best], 1 - outputs[best]);
        };
    }

    /// A sum over all classes but the best.
    private static double others(float[] outputs, int best, IntToDoubleFunction term) {
        double sum = 0;
        for (int k = 0; k < outputs.length; k++) {
            sum += k == best ? 0 : term.applyAsDouble(k);
        }
        return sum;
    }

    /// The share that is right.
    public double accuracy() {
        return (double) right() / all.size();
    }

    public long right() {
        return all.stream().filter(Verdict::right).count();
    }

    /// Those the model is surest of, the surest first.
    public List<Verdict> mostCertain(int count) {
        return all.stream().sorted(Comparator.comparingDouble(Verdict::doubt)).limit(count).toList();
    }

    /// Those the model is least sure of, the least sure first.
    public List<Verdict> leastCertain(int count) {
        return all.stream().sorted(Comparator.comparingDouble(Verdict::probability)).limit(count).toList();
    }

    /// Those that are wrong, the surest first.
    public List<Verdict> mistakes() {
        return all.stream()
                .filter(verdict -> !verdict.right())
                .sorted(Comparator.comparingDouble(Verdict::doubt))
                .toList();
    }
}
