package dev.fovea.lab.measure;

import dev.fovea.backend.Backend;
import dev.fovea.backend.Backends;
import dev.fovea.backend.PlanStep;
import dev.fovea.backend.cpu.KernelBenchmark.Figure;
import dev.fovea.backend.cpu.KernelBenchmark.Speed;
import dev.fovea.backend.cpu.KernelSet;
import dev.fovea.backend.cpu.kernel.Kernels;
import dev.fovea.backend.cpu.kernel.PeakProbe;
import dev.fovea.data.Dataset;
import dev.fovea.graph.Program;
import dev.fovea.lab.recipe.Recipe;
import dev.fovea.model.Model;
import dev.fovea.train.Callback;
import dev.fovea.train.Event;
import dev.fovea.train.Fit;
import java.util.Arrays;
import java.util.List;

/// Times whole training steps: loading, forward, loss, backward, optimizer, events. After the steps of each round the
/// peak is measured, on as many threads.
public final class TrainingBenchmark implements Callback {
    private static final int WARM_UP = 6;
    private static final int STEPS = 2;
    private static final int BATCHES = 4;
    private static final int EPOCHS = 1_000_000;

    private final double[] speeds;
    private final double[] peaks;
    private final double flops;
    private final int threads;
    private final PeakProbe probe;
    private final Kernels kernels;
    private int round = -WARM_UP;
    private long start;

    private TrainingBenchmark(int rounds, double flops, int threads, KernelSet set) {
        this.speeds = new double[rounds];
        this.peaks = new double[rounds];
        this.flops = flops;
        this.threads = threads;
        this.probe = set.probe();
        this.kernels = set.kernels();
    }

    /// The speed of a recipe's steps, counting 2 operations for each multiply-add of the training program.
    public static Speed speed(String name, Recipe recipe, int threads, int rounds, KernelSet set) {
        Fit fit = recipe.fit().withEpochs(EPOCHS);
        Program program = recipe.network().training(fit.loss(), _ -> true);
        double flops = 2d * fit.batch() * program.multiplyAdds();
        TrainingBenchmark benchmark = new TrainingBenchmark(rounds, flops, threads, set);
        Dataset images = RandomImages.of(recipe.network(), BATCHES * fit.batch());
        try (Backend backend = Backends.open(threads)) {
            Model model = recipe.model(fit.seed(), images, backend);
            boolean direct = backend.compile(program, model.subject().store(), fit.batch()).steps(fit.batch()).stream()
                    .allMatch(PlanStep::direct);
            model.trainer(fit, images, null, null).run(List.of(benchmark));
            return benchmark.speed(name, direct);
        }
    }

    @Override
    public void on(Event event) {
        if (event instanceof Event.StepDone step && step.step() % STEPS == 0) {
            double speed = flops * STEPS / (System.nanoTime() - start);
            double most = probe.gflops(threads);
            if (round >= 0) {
                speeds[round] = speed;
                peaks[round] = most;
            }
            round++;
            if (round == 1 - WARM_UP) {
                kernels.awaitWarmUp();
            }
            start = System.nanoTime();
        }
    }

    @Override
    public boolean stop() {
        return round == speeds.length;
    }

    private Speed speed(String name, boolean direct) {
        double[] shares = new double[speeds.length];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = speeds[i] / peaks[i];
        }
        Figure gflops = figure(speeds);
        return new Speed(
                name, threads, direct, gflops,
                new Figure(gflops.best() / figure(peaks).best(), figure(shares).median()));
    }

    private static Figure figure(double[] rounds) {
        double[] sorted = rounds.clone();
        Arrays.sort(sorted);
        return new Figure(sorted[sorted.length - 1], sorted[sorted.length / 2]);
    }
}
