package dev.fovea.bench.peers;

import dev.fovea.backend.Backend;
import dev.fovea.backend.Backends;
import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/// Deeplearning4j, as a Java program would use it. The images lie ready in native memory, and no accuracy is counted.
final class Dl4jPeer implements Peer {
    private final Contest contest;
    private final Stopwatch aside = new Stopwatch();
    private final ComputationGraph graph;
    private final String logits;
    private final List<INDArray> images = new ArrayList<>();
    private final List<INDArray> labels = new ArrayList<>();
    private int next;

    /// The variables that set the threads are the process's: see [Side].
    Dl4jPeer(Contest contest) {
        this.contest = contest;
        Dl4jNetwork network = aside.time(() -> network(contest));
        this.logits = network.logits();
        this.graph = new ComputationGraph(network.configuration());
        graph.init();
        aside.time(() -> network.load(graph));
    }

    private static Dl4jNetwork network(Contest contest) {
        try (Backend backend = Backends.open(1)) {
            return new Dl4jNetwork(
                    contest.network(), contest.optimizer(),
                    FoveaPeer.model(contest, backend).subject().store());
        }
    }

    @Override
    public String name() {
        return Engine.DL4J.title();
    }

    private void prepare() {
        for (int i = images.size(); i < Contest.BATCHES; i++) {
            int index = i;
            images.add(tensor(aside.time(() -> contest.batchOfImages(index)), contest.batch()));
            int[] classes = aside.time(() -> contest.batchOfLabels(index));
            INDArray ones = Nd4j.zeros(classes.length, aside.time(contest::classes));
            for (int j = 0; j < classes.length; j++) {
                ones.putScalar(j, classes[j], 1);
            }
            labels.add(ones);
        }
    }

    /// Images with the channels first.
    private INDArray tensor(float[] values, int count) {
        Shape in = contest.network().input();
        return Nd4j.create(
                ChannelsFirst.images(values, in), new long[] {count, in.dim(2), in.dim(0), in.dim(1)}, 'c');
    }

    @Override
    public void train(int steps) {
        prepare();
        for (int i = 0; i < steps; i++) {
            int at = next++ % Contest.BATCHES;
            graph.fit(new INDArray[] {images.get(at)}, new INDArray[] {labels.get(at)});
            if (!Double.isFinite(graph.score())) {
                throw new IllegalStateException("the loss is not finite");
            }
        }
    }

    @Override
    public void predict(int batches) {
        prepare();
        for (int i = 0; i < batches; i++) {
            var _ = values(graph.outputSingle(images.get(next++ % Contest.BATCHES)));
        }
    }

    @Override
    public float predictOne(float[] image) {
        return values(graph.outputSingle(tensor(image, 1)))[0];
    }

    @Override
    public float[] logits(float[] values, int count) {
        INDArray[] in = {tensor(values, count)};
        return values(Objects.requireNonNull(graph.feedForward(in, false).get(logits)));
    }

    private static float[] values(INDArray array) {
        return array.dup('c').data().asFloat();
    }

    @Override
    public float[] losses(int steps) {
        float[] losses = new float[steps];
        for (int i = 0; i < steps; i++) {
            train(1);
            losses[i] = (float) graph.score();
        }
        return losses;
    }

    @Override
    public long aside() {
        return aside.nanos();
    }

    @Override
    public void close() {
        graph.close();
    }
}
