package dev.fovea.bench.peers;

import dev.fovea.backend.Backend;
import dev.fovea.backend.Backends;
import dev.fovea.backend.Frame;
import dev.fovea.data.ArrayDataset;
import dev.fovea.data.Preprocessing;
import dev.fovea.model.Model;
import dev.fovea.nn.Layers;
import dev.fovea.nn.Network;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Tensor;
import dev.fovea.train.Callback;
import dev.fovea.train.Event;
import dev.fovea.train.Fit;
import dev.fovea.train.Trainer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Fovea, through its own trainer: loading, loss, backward, update and accuracy.
final class FoveaPeer implements Peer {
    private static final int EPOCHS = 1_000_000;
    private static final Seed SEED = Seed.of(1);

    private final Contest contest;
    private final Backend backend;
    private final Model model;
    private final Stopwatch aside = new Stopwatch();
    private @Nullable Training training;
    private @Nullable Frame frame;
    private float[] output = new float[0];

    FoveaPeer(Contest contest, int threads) {
        this.contest = contest;
        this.backend = Backends.open(threads);
        this.model = model(contest, backend);
    }

    /// The network with the weights that every engine starts from.
    static Model model(Contest contest, Backend backend) {
        List<String> labels = IntStream.range(0, contest.classes()).mapToObj(Integer::toString).toList();
        return Model.of(
                contest.id(), contest.network(), Preprocessing.of(contest.network().input()), labels, SEED, backend,
                Layers.codec());
    }

    @Override
    public String name() {
        return "Fovea, " + backend.name();
    }

    @Override
    public void train(int steps) {
        training().run(steps);
    }

    private Training training() {
        Training known = training;
        if (known == null) {
            known = new Training(trainer());
            training = known;
        }
        return known;
    }

    private Trainer trainer() {
        int count = Contest.BATCHES * contest.batch();
        float[] values = aside.time(() -> contest.images(count));
        int[] classes = aside.time(() -> contest.labels(count));
        ArrayDataset images = ArrayDataset.of(contest.network().input(), values, classes, model.labels());
        Fit fit = Fit.epochs(EPOCHS).batch(contest.batch()).optimizer(contest.optimizer()).unshuffled().seed(SEED);
        return model.trainer(fit, images, null, null);
    }

    /// A trainer on a thread of its own, which takes as many steps as it is told to and then waits.
    private static final class Training implements Callback {
        private final Semaphore wanted = new Semaphore(0);
        private final Semaphore done = new Semaphore(0);
        private final List<Float> losses = new ArrayList<>();

        /// Steps until the caller is woken: once, since a thread that wakes up takes time from those that train.
        private int left;

        Training(Trainer trainer) {
            Thread.ofPlatform().daemon().start(() -> trainer.run(List.of(this)));
        }

        void run(int steps) {
            if (steps == 0) {
                return;
            }
            left = steps;
            wanted.release(steps);
            done.acquireUninterruptibly();
        }

        @Override
        public void on(Event event) {
            if (event instanceof Event.StepDone step) {
                losses.add(step.loss());
                if (--left == 0) {
                    done.release();
                }
            }
            if (event instanceof Event.StepDone || event instanceof Event.Started) {
                wanted.acquireUninterruptibly();
            }
        }
    }

    @Override
    public void predict(int batches) {
        Frame ready = frame(contest.batch());
        for (int i = 0; i < batches; i++) {
            ready.run(contest.batch(), 0);
            ready.read(Network.OUTPUT, output, 0);
        }
    }

    private Frame frame(int size) {
        Frame known = frame;
        // Not contest.classes(), which builds a graph: this is timed.
        int values = size * model.labels().size();
        if (known == null || output.length != values) {
            known = backend.compile(contest.network().inference(), model.subject().store(), size).frame();
            known.bind(Network.IMAGES, contest.images(size), 0);
            output = new float[values];
            frame = known;
        }
        return known;
    }

    @Override
    public float predictOne(float[] image) {
        return model.predict(new Tensor(contest.network().input(), image)).probabilities().getFirst();
    }

    @Override
    public float[] logits(float[] images, int count) {
        Frame ready = frame(count);
        ready.bind(Network.IMAGES, images, 0);
        ready.run(count, 0);
        return ready.read(Network.OUTPUT).values();
    }

    @Override
    public float[] losses(int steps) {
        Training known = training();
        known.run(steps);
        float[] losses = new float[steps];
        for (int i = 0; i < steps; i++) {
            losses[i] = known.losses.get(i);
        }
        return losses;
    }

    @Override
    public long aside() {
        return aside.nanos();
    }

    @Override
    public void close() {
        backend.close();
    }
}
