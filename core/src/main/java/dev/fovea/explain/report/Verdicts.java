package dev.fovea.explain.report;

import dev.fovea.backend.Frame;
import dev.fovea.data.Batch;
import dev.fovea.data.Batches;
import dev.fovea.data.Dataset;
import dev.fovea.data.Loader;
import dev.fovea.metric.ConfusionMatrix;
import dev.fovea.metric.Scores;
import dev.fovea.model.Model;
import dev.fovea.nn.Network;
import dev.fovea.tensor.Seed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

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
    public static Verdicts of(Model model, Dataset data) {
        Dataset dataset = model.subject().measured(data);
        int classes = model.labels().size();
        int batch = Math.min(BATCH, dataset.size());
        Frame frame = model.subject().backend()
                .compile(model.network().inference(), model.subject().store(), batch).frame();
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
                confusion.add(outputs, 0, next.labels(), 0, next.size());
                for (int i = 0; i < next.size(); i++) {
                    float[] logits = Arrays.copyOfRange(outputs, i * classes, (i + 1) * classes);
                    all.add(verdict(next.indices()[i], (int) next.labels()[i], logits));
                }
            }
        }
        return new Verdicts(confusion, all);
    }

    private static Verdict verdict(int index, int label, float[] logits) {
        int best = Scores.best(logits, 0, logits.length);
        double others = 0;
        for (int k = 0; k < logits.length; k++) {
            others += k == best ? 0 : Math.exp((double) logits[k] - logits[best]);
        }
        return new Verdict(index, label, best, 1 / (1 + others), others / (1 + others));
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
