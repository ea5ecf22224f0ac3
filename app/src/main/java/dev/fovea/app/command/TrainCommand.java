package dev.fovea.app.command;

import dev.fovea.app.console.CommandException;
import dev.fovea.app.console.Console;
import dev.fovea.app.console.ExitCode;
import dev.fovea.app.console.Interrupts;
import dev.fovea.app.option.CommonOptions;
import dev.fovea.app.option.DataOptions;
import dev.fovea.app.option.ImageOptions;
import dev.fovea.app.option.Limits;
import dev.fovea.app.option.StepSizeOptions;
import dev.fovea.app.option.Subjects;
import dev.fovea.app.option.TensorBoardOption;
import dev.fovea.app.option.ThreadOptions;
import dev.fovea.app.page.KernelChoice;
import dev.fovea.app.page.TrainReport;
import dev.fovea.backend.Backend;
import dev.fovea.backend.Backends;
import dev.fovea.data.TrainTestSplit;
import dev.fovea.lab.recipe.Recipe;
import dev.fovea.lab.run.FolderLock;
import dev.fovea.lab.run.OwnImages;
import dev.fovea.lab.run.People;
import dev.fovea.lab.run.RunFolder;
import dev.fovea.lab.run.RunResult;
import dev.fovea.lab.run.RunResultJson;
import dev.fovea.lab.run.RunSettings;
import dev.fovea.lab.run.StepSize;
import dev.fovea.model.Model;
import dev.fovea.tensor.Seed;
import dev.fovea.train.Callback;
import dev.fovea.train.Event;
import dev.fovea.train.Fit;
import dev.fovea.train.NotFiniteException;
import dev.fovea.train.Trainer;
import dev.fovea.train.watch.CsvLog;
import dev.fovea.train.watch.ProgressBar;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Trains a recipe or on pictures of the user's own, or goes on with a training.
@Command(
        name = "train",
        description = "Train a recipe: the built-in digits, or one that you name; or train on your own pictures.",
        sortOptions = false)
public final class TrainCommand implements Callable<Integer> {
    private static final String DEFAULT = "digits";

    /// The seed where none is given.
    private static final long FIRST_SEED = 1;

    /// The last checkpoint, the best one, and the one being written.
    private static final int CHECKPOINTS = 3;

    /// Room for settings, labels, the log and the example.
    private static final int BESIDES = 1 << 18;

    private final Console console;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "RECIPE",
            description = "What to train, see fovea recipes; digits if none is named.")
    private @Nullable String recipe;

    @Mixin
    private ImageOptions images;

    @Mixin
    private DataOptions data;

    @Mixin
    private ThreadOptions threads;

    @Option(names = "--epochs", paramLabel = "N", description = "How often to see each image; else as the recipe says.")
    private @Nullable Integer epochs;

    @Option(names = "--steps", paramLabel = "N", description = "End after N steps, in mid-epoch if need be.")
    private @Nullable Long steps;

    @Option(names = "--batch", paramLabel = "N", description = "Images in a step; else as the recipe says.")
    private @Nullable Integer batch;

    @Option(
            names = "--every",
            paramLabel = "N",
            description = "Also print a line every N steps: step, loss, examples a second, seconds a batch.")
    private @Nullable Integer every;

    @Mixin
    private StepSizeOptions stepSize;

    @Option(names = "--seed", paramLabel = "N", description = "Where random numbers start: 1 if not given.")
    private @Nullable Long seed;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Folder for the run's files; else runs/<recipe>-<time>.")
    private @Nullable Path out;

    @Option(
            names = "--resume",
            arity = "0..1",
            paramLabel = "RUN",
            fallbackValue = "",
            description = "Go on with the run in this folder, or in that of --out, as it was started.")
    private @Nullable Path resume;

    @Option(
            names = "--any-kernels",
            description = "With --resume: go on though other kernels trained the run, as on another machine; from"
                    + " there on"
                    + " the last bits are others than if it had gone on with the same.")
    private boolean anyKernels;

    @Mixin
    private TensorBoardOption tensorBoard;

    @Mixin
    private CommonOptions common;

    public TrainCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Limits.atLeast("--epochs", epochs, 1);
        Limits.atLeast("--steps", steps, 1);
        Limits.between("--batch", batch, 1, RunSettings.MOST_BATCH);
        Limits.atLeast("--every", every, 1);
        stepSize.chosen();
        if (resume == null) {
            images.requireImages();
        }
        if (anyKernels && resume == null) {
            throw CommandException.misused("--any-kernels goes with --resume RUN: got no --resume");
        }
        PrintStream people = console.people(common.json);
        RunFolder resumed = resumed();
        try (FolderLock lock = new FolderLock()) {
            if (resumed != null) {
                resumed.requireWritable();
                resumed.lock(lock);
            }
            return train(resumed, lock, people);
        }
    }

    private int train(@Nullable RunFolder resumed, FolderLock lock, PrintStream people) {
        RunSettings before = resumed == null ? null : resumed.settings();
        OwnImages own = before == null ? own(people) : images.found(console, before.images());
        if (before != null && own != null) {
            own.requireBuildable();
        }
        Recipe chosen = before == null
                ? fresh(own, people)
                : before.with(own).known(People.of(people, console.environment()));
        RunFolder folder = resumed == null ? planned(chosen.id()) : resumed;
        folder.requireWritable();
        Path curves = tensorBoard.named(console, before);
        tensorBoard.require(console, curves, folder, before != null);
        StepSize size = before == null ? stepSize.chosen() : before.stepSize();
        Fit fit = before == null ? size.apply(fit(chosen.fit())) : continued(before, chosen);
        Path files = data.named(console, before == null ? null : before.data());
        long cut = before == null ? 0 : before.steps();
        int length = before == null ? fit.epochs() : before.epochs();
        Start start = new Start(
                chosen, RunSettings.of(chosen, fit, files, own, curves, size), fit, fit.withEpochs(length).steps(cut));
        try (Backend backend = Backends.open(threads.count())) {
            return train(start, folder, lock, backend);
        }
    }

    /// The folder that was asked for, or one of its own.
    private RunFolder planned(String id) {
        if (out == null) {
            return RunFolder.fresh(Subjects.runs(console), id);
        }
        RunFolder folder = new RunFolder(console.path(out));
        folder.requireNone();
        return folder;
    }

    /// What is trained.
    ///
    /// @param before the same as long as the run was to be when it was last started
    private record Start(Recipe recipe, RunSettings settings, Fit fit, Fit before) {}

    /// The pictures that are trained on; null for a recipe.
    private @Nullable OwnImages own(PrintStream people) {
        images.pair(recipe);
        if (!images.given()) {
            return null;
        }
        if (recipe != null) {
            images.requireNone("the recipe " + recipe);
        }
        if (data.given()) {
            images.requireNone("--data or --download");
        }
        return images.chosen(console, people);
    }

    private Recipe fresh(@Nullable OwnImages own, PrintStream people) {
        String pair = images.pair(recipe);
        String id = pair == null ? recipe : pair;
        return own == null
                ? Subjects.recipe(id == null ? DEFAULT : id)
                : own.recipe(seed == null ? FIRST_SEED : seed, People.of(people, console.environment()));
    }

    private @Nullable RunFolder resumed() {
        if (resume == null) {
            return null;
        }
        boolean named = !resume.toString().isEmpty();
        if (named && out != null) {
            throw CommandException.misused(
                    "--resume RUN goes on in that folder: got --out " + out + " too; leave it out");
        }
        Path given = named ? resume : out;
        if (given == null) {
            throw CommandException.misused("--resume expects the folder of a run: --resume RUN, or --out RUN --resume");
        }
        RunFolder folder = new RunFolder(console.path(given));
        RunSettings settings = folder.settings();
        // What cannot be read is said before anything costs time.
        folder.result();
        if (recipe != null && !recipe.equals(settings.recipe())) {
            throw CommandException.misused("the run in " + folder + " trains " + settings.recipe() + ": got " + recipe
                    + "; leave the recipe out");
        }
        return folder;
    }

    private Fit fit(Fit given) {
        Fit fit = epochs == null ? given : given.withEpochs(epochs);
        fit = steps == null ? fit : fit.steps(steps);
        fit = batch == null ? fit : fit.batch(batch);
        return seed == null ? fit : fit.seed(Seed.of(seed));
    }

    /// A training goes on as it began; only its end may be moved.
    private Fit continued(RunSettings settings, Recipe chosen) {
        same("--batch", batch, settings.batch());
        same("--seed", seed, settings.seed());
        stepSize.requireSame(settings.stepSize());
        return fit(settings.fit(chosen));
    }

    private static void same(String option, @Nullable Number given, Number before) {
        if (given != null && given.longValue() != before.longValue()) {
            throw CommandException.misused(
                    option + " cannot change in mid-training: expected " + before + ", got " + given
                    + "; leave it out, or train anew");
        }
    }

    private int train(Start start, RunFolder planned, FolderLock lock, Backend backend) {
        TrainTestSplit split =
                data.load(start.recipe.source(), console, console.people(common.json), start.settings.data());
        Recipe.Parts parts = start.recipe.parts().apply(split);
        Model model = start.recipe.model(start.fit.seed(), parts.train(), backend);
        boolean claims = resume == null && out == null;
        RunFolder folder = claims ? planned.claimed() : planned;
        try {
            return train(start, parts, model, folder, lock, backend);
        } finally {
            if (claims) {
                folder.releaseIfEmpty();
            }
        }
    }

    private int train(
            Start start, Recipe.Parts parts, Model model, RunFolder folder, FolderLock lock, Backend backend) {
        PrintStream people = console.people(common.json);
        Recipe chosen = start.recipe;
        RunSettings settings = start.settings;
        Fit fit = start.fit;
        Trainer trainer = model.trainer(fit, parts.train(), parts.watched(), new Trainer.Saving(folder.path(), 0));
        TrainReport report = new TrainReport(people, chosen, folder, console.typed(folder.path()));
        report.begin(model, parts, settings.stepSize());
        OwnImages own = settings.images();
        if (own != null) {
            report.wrapped(own.treatment());
            report.wrapped(own.training(fit));
        }
        String saved = null;
        if (resume != null && Files.exists(folder.last())) {
            saved = restore(trainer, folder, backend);
            if (trainer.progress().step() >= trainer.totalSteps()) {
                report.alreadyFinished(trainer.totalSteps() == fit.steps());
            } else {
                report.rate(trainer, fit, start.before);
            }
        } else if (resume != null) {
            people.println("Nothing was saved before this run ended: it starts at the first step.");
        }
        folder.requireSpace(bytes(model, fit));
        boolean finished = trainer.progress().step() >= trainer.totalSteps() && folder.result() != null;
        if (resume == null) {
            folder.lock(lock);
            folder.requireNone();
        }
        if (!finished) {
            folder.begin(settings, saved);
        }
        Trainer.Result result;
        Runnable stop = () -> {
            trainer.interrupt();
            console.err().println(System.lineSeparator() + "Ending after this step, then saving; again to end at"
                    + " once.");
        };
        try (Interrupts.Registration _ = console.interrupts().on(stop)) {
            List<Callback> callbacks = new ArrayList<>(callbacks(people, folder, parts, backend));
            callbacks.addAll(TensorBoardOption.callbacks(settings.tensorBoard(), folder, chosen, fit, model, parts));
            result = run(trainer, callbacks);
            if (result.interrupted()) {
                finish(folder, RunResult.of(chosen, fit, settings.stepSize(), backend, trainer, result, null), false);
                report.interrupted();
                return ExitCode.INTERRUPTED;
            }
        }
        model.save(folder.model());
        RunResult.Measured measured = RunResult.Measured.of(model, chosen, parts, fit);
        String watched = parts.watched() == null ? null : parts.watched() == parts.test() ? "the test images"
                : "the validation images";
        report.end(result, RunResult.Pace.of(trainer.history()), measured, parts.test(), watched);
        finish(folder, RunResult.of(chosen, fit, settings.stepSize(), backend, trainer, result, measured), finished);
        return ExitCode.DONE;
    }

    /// Goes on where the run ended; what is finished is only measured, which any kernels may do.
    ///
    /// @return the kernels that the checkpoint names; null if it names none
    private @Nullable String restore(Trainer trainer, RunFolder folder, Backend backend) {
        String saved = trainer.resumeOnAnyKernels(folder.last());
        boolean goesOn = trainer.progress().step() < trainer.totalSteps();
        if (goesOn && !anyKernels) {
            folder.otherKernels(saved, backend.name()).ifPresent(last -> {
                throw CommandException.failed(KernelChoice.refusal(folder, last, backend.name()));
            });
        }
        return saved;
    }

    /// A training that diverges names the options that help.
    private static Trainer.Result run(Trainer trainer, List<Callback> callbacks) {
        try {
            return trainer.run(callbacks);
        } catch (NotFiniteException e) {
            throw e.diverged()
                    ? CommandException.failed(e.getMessage() + ": train anew with --rate-scale 0.1 or --clip 1")
                    : e;
        }
    }

    /// What the files of a run take at most: checkpoints hold the optimizer's numbers too, the finished model does not.
    private static long bytes(Model model, Fit fit) {
        int copies = CHECKPOINTS * (1 + fit.optimizer().slots().size()) + 1;
        return 4L * copies * model.subject().store().parameters().length() + BESIDES;
    }

    private List<Callback> callbacks(
            PrintStream people, RunFolder folder, Recipe.Parts parts, Backend backend) {
        ProgressBar plain = ProgressBar.of(people).watching(parts.watched() == parts.test() ? "test" : "val");
        ProgressBar bar = every == null ? plain : plain.stepLines(every);
        // What was saved is said once, at the end.
        Callback shown = event -> {
            if (!(event instanceof Event.CheckpointSaved)) {
                bar.on(event);
            }
        };
        Callback noting = event -> {
            if (event instanceof Event.CheckpointSaved saved && saved.path().equals(folder.last())) {
                folder.trainedBy(backend.name());
            }
        };
        return List.of(noting, shown, CsvLog.at(folder.log()));
    }

    /// @param before whether the run was finished before: its result stays
    private void finish(RunFolder folder, RunResult result, boolean before) {
        RunResult whole = result.by(folder.builds(), folder.kernels());
        if (!before && !whole.interrupted()) {
            folder.finish(whole);
        }
        if (common.json) {
            console.print(RunResultJson.write(whole).put("out", folder.toString()));
        }
    }
}
