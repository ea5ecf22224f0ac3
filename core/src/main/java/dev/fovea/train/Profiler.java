package dev.fovea.train;

import dev.fovea.backend.Executable;
import dev.fovea.backend.Frame;
import dev.fovea.backend.PlanStep;
import dev.fovea.backend.Store;
import dev.fovea.data.Batch;
import dev.fovea.data.Batches;
import dev.fovea.data.Dataset;
import dev.fovea.data.Loader;
import dev.fovea.graph.Program;
import dev.fovea.nn.Loss;
import dev.fovea.nn.Network;
import dev.fovea.optim.Group;
import dev.fovea.tensor.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One training step or one prediction of a batch, run as often as asked and timed step of the plan by step of the
/// plan: forward, loss, backward and the optimizer, without loading, scores and events.
///
/// The optimizer does all its work after the backward pass, to be timed (a [Trainer] updates large parameters during
/// it), and at a rate of 0: parameters keep their values, so that no run differs from the one before, however many
/// there are. Nothing is allocated in a run.
public final class Profiler {
    private static final String OPTIMIZER = "optimizer";

    private final Frame frame;
    private final @Nullable Update update;
    private final List<PlanStep> steps;
    private final int batch;
    private long step;

    private Profiler(Frame frame, @Nullable Update update, List<PlanStep> steps, int batch) {
        this.frame = frame;
        this.update = update;
        this.steps = List.copyOf(steps);
        this.batch = batch;
    }

    /// A training step of the first `fit.batch()` images, or of all if there are fewer. Transforms are left out.
    public static Profiler training(Subject subject, Fit fit, Dataset images) {
        Store store = subject.store();
        List<Group> groups = Update.groups(store, fit).stream().filter(Group::trainable).toList();
        Set<String> trainable = groups.stream().map(Group::name).collect(Collectors.toSet());
        int batch = Math.min(fit.batch(), images.size());
        Program program = subject.network().training(fit.loss(), trainable::contains);
        Executable executable = subject.backend().compile(program, store, batch);
        Frame frame = executable.frame();
        bind(frame, subject, fit.loss(), images, batch);
        float[][] slots = Update.slots(fit, store);
        List<PlanStep> steps = new ArrayList<>(executable.steps(batch));
        steps.add(update(fit, groups));
        return new Profiler(frame, new Update(subject.backend(), store, frame.gradients(), slots, fit), steps, batch);
    }

    /// A prediction of all images at once.
    public static Profiler prediction(Subject subject, Dataset images) {
        int batch = images.size();
        Executable executable = subject.backend().compile(subject.network().inference(), subject.store(), batch);
        Frame frame = executable.frame();
        bind(frame, subject, null, images, batch);
        return new Profiler(frame, null, executable.steps(batch), batch);
    }

    private static void bind(Frame frame, Subject subject, @Nullable Loss loss, Dataset images, int batch) {
        Loader loader = Loader.of(images, batch, Seed.of(0)).preprocessing(subject.preprocessing()).epochs(1);
        try (Batches batches = loader.open()) {
            Batch first = batches.next();
            frame.bind(Network.IMAGES, first.images().clone(), 0);
            if (loss != null) {
                float[] labels = new Targets(loss, subject.network(), batch, false).of(first);
                frame.bind(Network.LABELS, labels.clone(), 0);
            }
        }
    }

    /// Reads parameters, gradients and slots, and writes parameters and slots; a clip's passes do not count.
    private static PlanStep update(Fit fit, List<Group> groups) {
        long floats = groups.stream().mapToLong(group -> group.to() - group.from()).sum();
        long passes = 3 + 2L * fit.optimizer().slots().size();
        return new PlanStep(
                OPTIMIZER, fit.optimizer().getClass().getSimpleName(), PlanStep.Pass.UPDATE, null, 0, true,
                Float.BYTES * passes * floats);
    }

    /// The plan's steps in order; of a training the optimizer's update is the last.
    public List<PlanStep> steps() {
        return steps;
    }

    /// Images in a run.
    public int batch() {
        return batch;
    }

    /// Runs everything once.
    ///
    /// @param nanos gets how many nanoseconds each of [#steps] took
    /// @return how many the whole took
    public long run(long[] nanos) {
        step++;
        long start = System.nanoTime();
        frame.run(batch, step, nanos);
        if (update != null) {
            long forwardAndBackward = System.nanoTime();
            update.begin(step, 0);
            update.finish();
            nanos[steps.size() - 1] = System.nanoTime() - forwardAndBackward;
        }
        return System.nanoTime() - start;
    }
}
