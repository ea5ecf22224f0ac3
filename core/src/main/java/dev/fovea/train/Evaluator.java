package dev.fovea.train;

import dev.fovea.backend.Backend;
import dev.fovea.backend.Frame;
import dev.fovea.backend.Store;
import dev.fovea.data.Batch;
import dev.fovea.data.Batches;
import dev.fovea.data.Dataset;
import dev.fovea.data.Loader;
import dev.fovea.data.Preprocessing;
import dev.fovea.metric.Score;
import dev.fovea.metric.TopK;
import dev.fovea.nn.Loss;
import dev.fovea.nn.Network;
import dev.fovea.tensor.Seed;
import java.util.Locale;
import java.util.function.IntFunction;

/// Measures a network on a data set, with inference's statistics and without dropout.
public final class Evaluator {
    private final Preprocessing preprocessing;
    private final int batch;
    private final int classes;
    private final Frame frame;
    private final FiniteOutputs finite;
    private final float[] outputs;
    private final Targets targets;

    /// What an evaluation found.
    ///
    /// @param top5 the share of images whose label is among the five highest scores (all, with fewer classes)
    public record Result(Score score, double top5) {
        /// `97.78 % (352 of 360), loss 0.0812`.
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT, "%.2f %% (%,d of %,d), loss %.4f", 100 * score.accuracy(), score.correct(),
                    score.count(), score.loss());
        }
    }

    public Evaluator(Backend backend, Network network, Store store, Loss loss, Preprocessing preprocessing, int batch) {
        this.preprocessing = preprocessing;
        this.batch = batch;
        this.classes = Math.toIntExact(network.output().size());
        this.frame = backend.compile(network.evaluation(loss), store, batch).frame();
        this.finite = new FiniteOutputs(frame, store, Math.toIntExact(network.input().size()), classes);
        this.outputs = new float[batch * classes];
        this.targets = new Targets(loss, network, batch, false);
    }

    /// Counts over all images of a data set, in its order. Labels are indices of the network's outputs: whether they
    /// mean the same classes knows the model, [Subject#measured].
    ///
    /// @throws IllegalArgumentException if the data set has other classes than the network
    /// @throws NotFiniteException if an output or the loss is not finite; names the image
    public Result evaluate(Dataset dataset) {
        Subject.checkClasses(classes, dataset);
        Loader loader = Loader.of(dataset, Math.min(batch, dataset.size()), Seed.of(0))
                .preprocessing(preprocessing)
                .epochs(1);
        TopK top1 = TopK.of(1, classes);
        TopK top5 = TopK.of(Math.min(5, classes), classes);
        double loss = 0;
        try (Batches batches = loader.open()) {
            while (batches.hasNext()) {
                Batch next = batches.next();
                frame.bind(Network.IMAGES, next.images(), 0);
                frame.bind(Network.LABELS, targets.of(next), 0);
                frame.run(next.size(), 0);
                frame.read(Network.OUTPUT, outputs, 0);
                loss += (double) loss(next, dataset) * next.size();
                top1.add(outputs, 0, next.labels(), 0, next.size());
                top5.add(outputs, 0, next.labels(), 0, next.size());
            }
        }
        return new Result(new Score(loss / top1.count(), top1.correct(), top1.count()), top5.share());
    }

    /// The loss of the batch that the frame ran.
    private float loss(Batch batch, Dataset dataset) {
        float loss = frame.scalar(Network.LOSS);
        IntFunction<String> names = i -> dataset.name(batch.indices()[i]);
        finite.require(outputs, batch.size(), batch.images(), names);
        if (!Float.isFinite(loss)) {
            throw new NotFiniteException("the loss is " + loss + " over " + batch.size() + " images from "
                    + names.apply(0) + " on: the network's outputs are too large for it; take another checkpoint, or"
                    + " train anew");
        }
        return loss;
    }
}
