package dev.fovea.bench.peers;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.tracker.Tracker;
import dev.fovea.backend.Backend;
import dev.fovea.backend.Backends;
import dev.fovea.optim.Adam;
import dev.fovea.optim.Optimizer;
import dev.fovea.optim.Position;
import dev.fovea.optim.Sgd;
import java.util.ArrayList;
import java.util.List;

/// libtorch through DJL, as a Java program would use it. The images lie ready in native memory, and no accuracy is
/// counted.
final class TorchPeer implements Peer {
    private static final String ENGINE = "PyTorch";

    private final Contest contest;
    private final Stopwatch aside = new Stopwatch();
    private final Model model;
    private final NDManager manager;
    private final Trainer trainer;
    private final List<NDArray> images = new ArrayList<>();
    private final List<NDArray> labels = new ArrayList<>();
    private int next;
    private float last;

    /// The system properties and variables that set the threads are the process's: see [PeerProcess].
    TorchPeer(Contest contest) {
        this.contest = contest;
        this.model = Model.newInstance(contest.id(), Device.cpu(), ENGINE);
        this.manager = model.getNDManager().newSubManager();
        TorchNetwork network = aside.time(() -> network(contest, manager));
        model.setBlock(network.block());
        this.trainer = model.newTrainer(new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
                .optOptimizer(optimizer(contest.optimizer()))
                .optDevices(new Device[] {Device.cpu()}));
        trainer.initialize(shape(contest.batch()));
        aside.time(network::load);
    }

    private static TorchNetwork network(Contest contest, NDManager manager) {
        try (Backend backend = Backends.open(1)) {
            return new TorchNetwork(
                    contest.network(), FoveaPeer.model(contest, backend).subject().store(), manager);
        }
    }

    private static ai.djl.training.optimizer.Optimizer optimizer(Optimizer optimizer) {
        float rate = (float) optimizer.schedule().rate(new Position(0, 1, 1));
        Tracker constant = Tracker.fixed(rate);
        return switch (optimizer) {
            case Adam adam -> ai.djl.training.optimizer.Optimizer.adam()
                    .optLearningRateTracker(constant)
                    .optBeta1((float) adam.beta1())
                    .optBeta2((float) adam.beta2())
                    .optEpsilon((float) adam.epsilon())
                    .build();
            case Sgd sgd -> ai.djl.training.optimizer.Optimizer.sgd()
                    .setLearningRateTracker(constant)
                    .optMomentum(sgd.momentum())
                    .build();
            default -> throw new Unsupported("DJL has no counterpart here for " + optimizer);
        };
    }

    @Override
    public String name() {
        return "libtorch " + Engine.getEngine(ENGINE).getVersion() + " through DJL " + Engine.getDjlVersion();
    }

    private void prepare() {
        if (!images.isEmpty()) {
            return;
        }
        int batch = contest.batch();
        for (int i = 0; i < Contest.BATCHES; i++) {
            int from = i;
            dev.fovea.tensor.Shape in = contest.network().input();
            float[] values = aside.time(() -> ChannelsFirst.images(contest.batchOfImages(from), in));
            images.add(manager.create(values, shape(batch)));
            int[] classes = aside.time(() -> contest.batchOfLabels(from));
            float[] ids = new float[batch];
            for (int j = 0; j < batch; j++) {
                ids[j] = classes[j];
            }
            labels.add(manager.create(ids, new Shape(batch, 1)));
        }
    }

    /// Images with the channels first.
    private NDArray batch(NDManager owner, float[] values, int count) {
        return owner.create(ChannelsFirst.images(values, contest.network().input()), shape(count));
    }

    private Shape shape(int count) {
        dev.fovea.tensor.Shape in = contest.network().input();
        return new Shape(count, in.dim(2), in.dim(0), in.dim(1));
    }

    @Override
    public void train(int steps) {
        prepare();
        for (int i = 0; i < steps; i++) {
            int at = next++ % Contest.BATCHES;
            try (NDManager step = manager.newSubManager()) {
                NDArray data = images.get(at);
                NDArray classes = labels.get(at);
                data.attach(step);
                classes.attach(step);
                try (GradientCollector collector = trainer.newGradientCollector()) {
                    NDList output = trainer.forward(new NDList(data));
                    NDArray loss = trainer.getLoss().evaluate(new NDList(classes), output);
                    collector.backward(loss);
                    last = loss.getFloat();
                }
                trainer.step();
                data.attach(manager);
                classes.attach(manager);
            }
        }
    }

    @Override
    public void predict(int batches) {
        prepare();
        for (int i = 0; i < batches; i++) {
            int at = next++ % Contest.BATCHES;
            try (NDManager step = manager.newSubManager()) {
                NDArray data = images.get(at);
                data.attach(step);
                var _ = trainer.evaluate(new NDList(data)).singletonOrThrow().toFloatArray();
                data.attach(manager);
            }
        }
    }

    @Override
    public float predictOne(float[] image) {
        try (NDManager step = manager.newSubManager()) {
            NDArray data = batch(step, image, 1);
            return trainer.evaluate(new NDList(data)).singletonOrThrow().softmax(-1).toFloatArray()[0];
        }
    }

    @Override
    public float[] logits(float[] values, int count) {
        try (NDManager step = manager.newSubManager()) {
            NDArray data = batch(step, values, count);
            return trainer.evaluate(new NDList(data)).singletonOrThrow().toFloatArray();
        }
    }

    @Override
    public float[] losses(int steps) {
        float[] losses = new float[steps];
        for (int i = 0; i < steps; i++) {
            train(1);
            losses[i] = last;
        }
        return losses;
    }

    @Override
    public long aside() {
        return aside.nanos();
    }

    @Override
    public void close() {
        trainer.close();
        manager.close();
        model.close();
    }
}
