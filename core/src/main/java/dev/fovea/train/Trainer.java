package dev.fovea.train;

import dev.fovea.backend.Executable;
import dev.fovea.backend.Frame;
import dev.fovea.backend.MemoryPlan;
import dev.fovea.backend.Store;
import dev.fovea.data.Batch;
import dev.fovea.data.Batches;
import dev.fovea.data.DataException;
import dev.fovea.data.Dataset;
import dev.fovea.data.Holdout;
import dev.fovea.data.Loader;
import dev.fovea.graph.Program;
import dev.fovea.graph.Step;
import dev.fovea.io.FileException;
import dev.fovea.metric.MeanLoss;
import dev.fovea.metric.Score;
import dev.fovea.metric.TopK;
import dev.fovea.nn.Network;
import dev.fovea.op.BatchStatistics;
import dev.fovea.optim.Group;
import dev.fovea.optim.Position;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Trains a network: batch after batch through the training plan and the optimizer, then events.
///
/// Equal settings give equal bits, whatever the number of threads and however often the training was
/// interrupted and resumed.
public final class Trainer {
    private static final String DATA = "data";
    private static final String STEPS = "steps";

    private final Subject subject;
    private final Fit fit;
    private final @Nullable Dataset validation;
    private final @Nullable Saving saving;
    private final Loader loader;
    private final Executable executable;
    private final Frame frame;
    private final float[][] slots;
    private final Update update;
    private final StepCheck check;
    private final Seed keys;
    private final float[] outputs;
    private final Targets targets;
    private final TopK correct;
    private final int images;
    private final MeanLoss loss = new MeanLoss();
    private final List<Event.EpochDone> history = new ArrayList<>();
    private @Nullable Evaluator evaluator;
    private Progress progress = Progress.START;
    private Progress drawn = Progress.START;
    private volatile boolean interrupted;
    private boolean threadInterrupted;
    private long trainingNanos;
    private long epochNanos;
    private long waitingNanos;
    private long seen;
    private @Nullable Path resumed;

    /// Where checkpoints go.
    ///
    /// @param folder gets `last.safetensors` and `best.safetensors`
    /// @param everySteps saves in mid-epoch too, after so many steps; 0 for the ends of epochs only
    public record Saving(Path folder, long everySteps) {
        public Path last() {
            return folder.resolve("last.safetensors");
        }

        public Path best() {
            return folder.resolve("best.safetensors");
        }
    }

    /// How a training went.
    ///
    /// @param steps done in all
    /// @param epochs begun in all
    /// @param train over the last epoch, as it was trained
    /// @param validation after the last epoch; null without validation images
    /// @param seconds of training steps in this run, without validation and saving
    /// @param images trained on in this run
    /// @param waiting share of those seconds that the trainer waited for images
    /// @param interrupted whether it was asked to end
    public record Result(
            long steps, int epochs, Score train, @Nullable Score validation, double seconds, long images,
            double waiting,
            boolean interrupted) {
        /// 0 when no step was left to train.
        public double imagesPerSecond() {
            return seconds == 0 ? 0 : images / seconds;
        }
    }

    /// @param data trained on, but for the share of it that `fit` holds out
    /// @param watched validation images; null for none, or for those that `fit` holds out
    /// @param saving null saves nothing
    /// @throws IllegalArgumentException if there are validation images and `fit` holds out others, or if what shall be
    ///     saved cannot be
    public Trainer(Subject subject, Fit fit, Dataset data, @Nullable Dataset watched, @Nullable Saving saving) {
        this.subject = subject;
        this.fit = fit;
        Holdout split = split(fit, data, watched);
        Dataset train = split == null ? data : split.train();
        Dataset held = split == null ? watched : split.validation();
        this.validation = held == null ? null : subject.measured(held);
        int classes = subject.labels().size();
        this.saving = saving;
        if (saving != null) {
            Checkpoints.requireSavable(subject, fit);
        }
        Loader plain = Loader.of(subject.trained(train), Math.min(fit.batch(), train.size()), fit.seed().derive(DATA))
                .transforms(fit.transforms())
                .mixing(fit.mixing())
                .preprocessing(subject.preprocessing());
        Loader ordered = fit.shuffle() ? plain.shuffled() : plain;
        this.loader = fit.dropLast() ? ordered.droppingLast() : ordered;
        Store store = subject.store();
        Set<String> trainable = Update.groups(store, fit).stream()
                .filter(Group::trainable)
                .map(Group::name)
                .collect(Collectors.toSet());
        Program program = subject.network().training(fit.loss(), trainable::contains);
        requireSeveralValues(program, loader.batchSize());
        this.executable = subject.backend().compile(program, store, loader.batchSize());
        this.frame = executable.frame();
        this.slots = Update.slots(fit, store);
        this.update = new Update(subject.backend(), store, frame, slots, fit);
        this.check = new StepCheck(frame, store, train);
        this.keys = fit.seed().derive(STEPS);
        this.outputs = new float[loader.batchSize() * classes];
        this.correct = TopK.of(1, classes);
        this.targets = new Targets(
                fit.loss(), subject.network(), loader.batchSize(), !fit.mixing().isEmpty());
        this.images = train.size();
    }

    private static @Nullable Holdout split(Fit fit, Dataset data, @Nullable Dataset watched) {
        if (fit.validation() > 0 && watched != null) {
            throw new IllegalArgumentException("there are " + watched.size() + " validation images and Fit.validate("
                    + fit.validation() + ") holds out others: leave one of the two out");
        }
        return fit.validation() > 0 ? Holdout.stratified(data, fit.validation(), fit.seed()) : null;
    }

    /// Over one value there is nothing to normalise: each output would be β, whatever the image.
    private static void requireSeveralValues(Program program, int batch) {
        for (Step step : program.steps()) {
            Shape x = step.operation() instanceof BatchStatistics
                    ? program.values().get(step.inputs().getFirst()).shape()
                    : null;
            if (x != null && x.size(batch) == x.dim(-1)) {
                throw new IllegalArgumentException("batch norm needs more than 1 value for each channel: got batches"
                        + " of " + batch + " image in layer " + step.name()
                        + "; take larger batches, or freeze the layer");
            }
        }
    }

    /// Goes on with the random numbers of order, transforms and dropout where trainings before this one on the same
    /// model ended, so that it does not repeat theirs. Before the first step; such a training cannot be saved.
    ///
    /// @param before epochs and steps of these trainings
    public void continuing(Progress before) {
        if (saving != null || progress.step() > 0) {
            throw new IllegalStateException("a training that is saved or has begun draws its own random numbers");
        }
        drawn = before;
    }

    /// What the training plan takes.
    public MemoryPlan memory() {
        return executable.memory();
    }

    public Subject subject() {
        return subject;
    }

    /// Steps done.
    public Progress progress() {
        return progress;
    }

    /// The epochs done, in this run and in those that it resumes.
    public List<Event.EpochDone> history() {
        return List.copyOf(history);
    }

    /// Steps that see each image once.
    public int stepsPerEpoch() {
        return loader.batchesPerEpoch();
    }

    /// Steps of the whole training.
    public long totalSteps() {
        long all = (long) fit.epochs() * loader.batchesPerEpoch();
        return fit.steps() == 0 ? all : Math.min(fit.steps(), all);
    }

    /// Asks the training to end after its current step; from any thread.
    public void interrupt() {
        interrupted = true;
    }

    /// Goes on where a checkpoint ends.
    ///
    /// @throws FileException if the checkpoint is of another training, or other kernels trained it
    public void resume(Path file) {
        resume(file, false);
    }

    /// Goes on where a checkpoint ends, though this machine or a setting chose other kernels than those that trained
    /// it: from here on the last bits are others than if it had gone on there.
    ///
    /// @return the kernels that trained it last; null if the file is from before they were noted
    /// @throws FileException if the checkpoint is of another training
    public @Nullable String resumeOnAnyKernels(Path file) {
        return resume(file, true);
    }

    private @Nullable String resume(Path file, boolean anyKernels) {
        CheckpointFile checkpoint = CheckpointFile.read(file);
        Checkpoints.requireResumable(file.toString(), checkpoint, subject, fit, images, anyKernels);
        requireReachable(file, checkpoint.progress());
        Checkpoints.restore(file.toString(), checkpoint, subject, fit, slots);
        history.clear();
        history.addAll(checkpoint.history());
        progress = checkpoint.progress();
        resumed = file;
        return checkpoint.kernels();
    }

    /// Epochs, batches and steps count the same thing.
    private void requireReachable(Path file, Progress from) {
        int batches = loader.batchesPerEpoch();
        if (from.batch() >= batches || from.step() != (long) from.epoch() * batches + from.batch()) {
            throw new FileException(file + ": expected a step that belongs to its epoch and batch, of which an"
                    + " epoch has " + batches + ": got step " + from.step() + " at batch " + from.batch()
                    + " after " + from.epoch() + " epochs; take another copy");
        }
    }

    /// Writes where the training stands, between steps.
    ///
    /// @throws NotFiniteException if a number is NaN or infinite; the file from before is unchanged
    public void save(Path file) {
        requireFinite();
        Checkpoints.state(subject, fit, images, progress, history, slots).write(file);
    }

    /// Trains until the last step, or until a callback or [#interrupt] ends it. If its thread is interrupted it ends as
    /// by [#interrupt], and the thread stays interrupted.
    ///
    /// @throws NotFiniteException if the network's numbers are not finite before a step, or no longer after it
    /// @throws IllegalStateException if a callback needs validation images and there are none
    public Result run(List<? extends Callback> callbacks) {
        if (validation == null && callbacks.stream().anyMatch(Callback::needsValidation)) {
            throw new IllegalStateException(
                    "early stopping needs validation images: got none; set some apart, such as Fit.validate(0.1)");
        }
        FiniteNumbers.require(subject.store());
        try {
            return train(new Events(callbacks));
        } finally {
            if (threadInterrupted) {
                threadInterrupted = false;
                Thread.currentThread().interrupt();
            }
        }
    }

    private Result train(Events events) {
        forgetCutEpoch();
        if (resumed != null) {
            events.send(new Event.Restored(resumed, progress.step(), List.copyOf(history)));
            resumed = null;
        }
        events.send(new Event.Started(
                subject.name(), subject.backend().name(), subject.backend().threads(),
                subject.store().parameters().size(), fit.epochs(), loader.batchesPerEpoch(), totalSteps(),
                progress.step()));
        loss.resume(progress.lossSum(), progress.count());
        correct.resume(progress.correct(), progress.count());
        epochNanos = Math.round(1e9 * progress.seconds());
        boolean stopped = false;
        try (Batches batches = loader.open((long) drawn.epoch() + progress.epoch(), progress.batch())) {
            while (progress.step() < totalSteps() && !stopped && !asked()) {
                step(batches, events);
                stopped = events.stop();
                boolean last = progress.step() == totalSteps() || stopped;
                if (progress.batch() == loader.batchesPerEpoch() || last) {
                    endEpoch(events);
                    stopped |= events.stop();
                } else if (saving != null && saving.everySteps() > 0 && progress.step() % saving.everySteps() == 0) {
                    saveLast(events, "step " + progress.step());
                }
            }
            waitingNanos += batches.waitingNanos();
        }
        return finish(events, stopped);
    }

    /// Whether the training was asked to end. A thread's interruption is put aside until it has: an interrupted thread
    /// cannot write files.
    private boolean asked() {
        if (Thread.interrupted()) {
            threadInterrupted = true;
            interrupted = true;
        }
        return interrupted;
    }

    /// Does once more what an interruption of the thread cut off.
    private <T> T uninterrupted(Supplier<T> work) {
        asked();
        try {
            return work.get();
        } catch (DataException | FileException e) {
            if (!Thread.currentThread().isInterrupted()) {
                throw e;
            }
            asked();
            return work.get();
        }
    }

    /// An epoch that the last step of a training cut short has its score; more steps take up that epoch again.
    private void forgetCutEpoch() {
        if (progress.step() < totalSteps() && history.size() > progress.epoch()) {
            history.removeLast();
        }
    }

    private void step(Batches batches, Events events) {
        long start = System.nanoTime();
        Batch batch = uninterrupted(batches::next);
        int n = batch.size();
        long step = progress.step() + 1;
        frame.bind(Network.IMAGES, batch.images(), 0);
        frame.bind(Network.LABELS, targets.of(batch), 0);
        check.begin();
        frame.forward(n, key(step));
        float batchLoss = frame.scalar(Network.LOSS);
        check.require(step, key(step), batch, batchLoss);
        float rate = (float) fit.optimizer().schedule().rate(
                new Position(progress.step(), loader.batchesPerEpoch(), totalSteps()));
        update.begin(step, rate);
        frame.backward();
        update.finish();
        frame.read(Network.OUTPUT, outputs, 0);
        long before = correct.correct();
        correct.add(outputs, 0, batch.labels(), 0, n);
        loss.add(batchLoss, n);
        seen += n;
        long nanos = System.nanoTime() - start;
        progress = new Progress(
                progress.epoch(), progress.batch() + 1, step, loss.sum(), correct.correct(), correct.count(),
                (epochNanos + nanos) / 1e9);
        trainingNanos += nanos;
        epochNanos += nanos;
        events.send(new Event.StepDone(
                step, progress.epoch() + 1, progress.batch(), n, batchLoss, (int) (correct.correct() - before), rate));
    }

    /// What the random operations of a step draw from.
    private long key(long step) {
        return keys.bits(drawn.step() + step);
    }

    /// A step's gradients may have made parameters NaN that no later step has met.
    private void requireFinite() {
        String broken = FiniteNumbers.broken(subject.store());
        if (broken != null) {
            throw NotFiniteException.ofDivergence(broken + " after step " + progress.step());
        }
    }

    private Score validate(Dataset images) {
        try {
            return uninterrupted(() -> evaluator().evaluate(images).score());
        } catch (NotFiniteException e) {
            throw new NotFiniteException("validation after step " + progress.step() + ": " + e.getMessage());
        }
    }

    private void endEpoch(Events events) {
        Score train = new Score(loss.mean(), correct.correct(), correct.count());
        requireFinite();
        Score held = validation == null ? null : validate(validation);
        Score score = held == null ? train : held;
        Score best = best();
        boolean improved = best == null || isBetter(score, best);
        Event.EpochDone done =
                new Event.EpochDone(progress.epoch() + 1, train, held, epochNanos / 1e9, improved);
        history.add(done);
        epochNanos = 0;
        if (progress.batch() == loader.batchesPerEpoch()) {
            progress = Progress.at(progress.epoch() + 1, progress.step());
            loss.reset();
            correct.reset();
        }
        events.send(done);
        if (saving != null) {
            if (improved) {
                keep(saving.best());
                events.send(new Event.CheckpointSaved(saving.best(), "best", best, score));
            }
            saveLast(events, "last");
        }
    }

    /// More accurate, or as accurate at a lower loss; what has no finite loss is never better.
    private static boolean isBetter(Score score, Score best) {
        int accuracy = Long.compare(score.correct() * best.count(), best.correct() * score.count());
        boolean better = accuracy > 0 || accuracy == 0 && score.loss() < best.loss();
        return better && Double.isFinite(score.loss());
    }

    /// The best score so far of the images that decide now: a score of images that were trained on is no measure for
    /// one of validation images, which a training that is resumed may have got since.
    private @Nullable Score best() {
        Score best = null;
        for (Event.EpochDone done : history) {
            boolean comparable = (done.validation() == null) == (validation == null);
            best = done.improved() && comparable ? done.deciding() : best;
        }
        return best;
    }

    private void saveLast(Events events, String reason) {
        if (saving != null) {
            keep(saving.last());
            Score score = history.isEmpty() ? null : history.getLast().deciding();
            events.send(new Event.CheckpointSaved(saving.last(), reason, null, score));
        }
    }

    private void keep(Path file) {
        uninterrupted(() -> {
            save(file);
            return file;
        });
    }

    private Evaluator evaluator() {
        Evaluator known = evaluator;
        if (known == null) {
            known = new Evaluator(
                    subject.backend(), subject.network(), subject.store(), fit.loss(), subject.preprocessing(),
                    loader.batchSize());
            evaluator = known;
        }
        return known;
    }

    private Result finish(Events events, boolean stopped) {
        boolean cut = asked() && progress.step() < totalSteps() && !stopped;
        if (cut) {
            saveLast(events, "interrupted");
            events.send(new Event.Interrupted(progress.step(), saving == null ? null : saving.last()));
        } else {
            String reason = stopped && progress.step() < totalSteps() ? "stopped early" : null;
            events.send(new Event.Finished(progress.step(), history.size(), trainingNanos / 1e9, reason));
        }
        boolean midEpoch = progress.count() > 0 || history.isEmpty();
        Score train = midEpoch
                ? new Score(loss.mean(), progress.correct(), progress.count())
                : history.getLast().train();
        Score held = history.isEmpty() ? null : history.getLast().validation();
        return new Result(
                progress.step(), progress.epoch() + (progress.batch() > 0 ? 1 : 0), train, held, trainingNanos / 1e9,
                seen,
                trainingNanos == 0 ? 0 : (double) waitingNanos / trainingNanos, cut);
    }

    /// The callbacks of a run.
    private record Events(List<? extends Callback> callbacks) {
        void send(Event event) {
            for (int i = 0; i < callbacks.size(); i++) {
                callbacks.get(i).on(event);
            }
        }

        boolean stop() {
            for (int i = 0; i < callbacks.size(); i++) {
                if (callbacks.get(i).stop()) {
                    return true;
                }
            }
            return false;
        }
    }
}
