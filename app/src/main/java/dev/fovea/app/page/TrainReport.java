package dev.fovea.app.page;

import dev.fovea.data.Dataset;
import dev.fovea.lab.recipe.Recipe;
import dev.fovea.lab.run.Baseline;
import dev.fovea.lab.run.RunFolder;
import dev.fovea.lab.run.RunResult;
import dev.fovea.lab.run.StepSize;
import dev.fovea.model.Model;
import dev.fovea.nn.Summary;
import dev.fovea.optim.Position;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import dev.fovea.text.Figures;
import dev.fovea.train.Fit;
import dev.fovea.train.Trainer;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a training tells people, before its first step and after its last.
///
/// @param run the run's folder as the user would type it
public record TrainReport(PrintStream out, Recipe recipe, RunFolder folder, Path run) {
    private static final int WIDTH = 79;

    /// Classes among which the first five are no news.
    private static final int FEW = 5;

    private static final String GAP = "   ";

    public void begin(Model model, Recipe.Parts parts, StepSize steps) {
        out.println("Training " + recipe.id() + ": " + recipe.title());
        wrapped("Network: " + network(model.summary()));
        wrapped("Images: " + counts(parts) + ", " + model.labels().size() + " classes");
        if (!steps.words().isEmpty()) {
        wrapped("Steps: " + steps.words());
        }
    }

    private static String counts(Recipe.Parts parts) {
        String watched = "";
        if (parts.watched() == parts.test()) {
            watched = ", also watched after each epoch";
        } else if (parts.watched() != null) {
            watched = ", " + Figures.count(parts.watched().size()) + " validate";
        }
        return Figures.count(parts.train().size()) + " train, " + Figures.count(parts.test().size()) + " test"
                + watched;
    }

    /// The way of one image: `8×8×1 → Conv2D 8×8×32 → … → Dense 10`.
    public static String network(Summary summary) {
        return summary.rows().stream()
                .filter(row -> !row.type().equals("Dropout"))
                .map(row -> row.type() + " " + row.output())
                .collect(Collectors.joining(" → ", summary.input() + " → ", ""));
    }

    /// Prints a text in lines of at most 79 letters.
    public void wrapped(String text) {
        WrappedText.of(text, WIDTH, "    ", WrappedText.ITEMS).forEach(out::println);
    }

    /// @param all of the training, what was trained before it was resumed included
    /// @param watched what epochs were compared by; null where they were by the training images
    public void end(
            Trainer.Result result, RunResult.Pace all, RunResult.Measured measured, Dataset images,
            @Nullable String watched) {
        out.println();
        out.println("Test: " + measured.test().score().words());
        if (images.labels().size() > FEW) {
            out.println("Among the first five: " + Figures.percent(measured.top5()));
        }
        if (measured.first() != null) {
            out.println("The first " + measured.first().count() + " of them, as published: "
                    + measured.first().score().words());
        }
        if (measured.baseline() != null) {
            out.println("For comparison: " + Baseline.NAME + " finds " + Figures.percent(measured.baseline()));
        }
        if (!recipe.published().words().isEmpty()) {
        wrapped("Published: " + recipe.published().words());
        }
        if (result.images() > 0) {
            out.println(String.format(
                    Locale.ROOT, "Trained in %s, %,.0f images/s, %.1f %% of it waiting for images",
                    Figures.seconds(result.seconds()), result.imagesPerSecond(), 100 * result.waiting()));
            if (all.images() > result.images()) {
                out.println(String.format(
                        Locale.ROOT, "In all, with what was trained before: %s, %,.0f images/s",
                        Figures.seconds(all.seconds()), all.speed().imagesPerSecond()));
            }
        }
        out.println("Files: " + run);
        out.println("    model.safetensors (the trained model, as it is after the last step),");
        out.println("    last.safetensors, best.safetensors (the best epoch by "
                + (watched == null ? "what it trained on" : watched) + "),");
        out.println("    epochs.csv (a row for each epoch), run.json (the settings), result.json");
        next(images);
    }

    private void next(Dataset images) {
        String label = ExampleImage.write(images, folder.example());
        out.println();
        out.println("What to try next:");
        if (label != null) {
            predict("# it shows " + label);
        }
        out.println("    ./fovea evaluate " + ShellWord.of(run));
        out.println("    ./fovea explain" + (isNewest() ? "" : " " + ShellWord.of(run)));
        out.println("    ./fovea recipes");
    }

    /// A line to paste; without the run where it is the newest, which is meant then.
    private void predict(String comment) {
        String command = "    ./fovea predict " + (isNewest() ? "" : ShellWord.of(run) + " ")
                + ShellWord.of(run.resolve(folder.example().getFileName()));
        if (command.length() + comment.length() + GAP.length() > WIDTH) {
            out.println("    " + comment);
            out.println(command);
        } else {
            out.println(command + GAP + comment);
        }
    }

    /// Whether commands mean this run if none is named.
    private boolean isNewest() {
        return RunFolder.RUNS.equals(run.getParent());
    }

    /// Says where the learning rate goes on, where a run was made longer or shorter: schedules that fall until the end
    /// are drawn anew over its new length.
    ///
    /// @param before as long as the run was to be when it was last started
    public void rate(Trainer trainer, Fit fit, Fit before) {
        long step = trainer.progress().step();
        long all = (long) before.epochs() * trainer.stepsPerEpoch();
        long length = before.steps() == 0 ? all : Math.min(before.steps(), all);
        if (step == 0 || length == trainer.totalSteps()) {
            return;
        }
        double last = fit.optimizer().schedule().rate(new Position(step - 1, trainer.stepsPerEpoch(), length));
        double next = fit.optimizer().schedule()
                .rate(new Position(step, trainer.stepsPerEpoch(), trainer.totalSteps()));
        double due = fit.optimizer().schedule().rate(new Position(
                step, trainer.stepsPerEpoch(), Math.max(length, step + 1)));
        if (next != last && next != due) {
            out.println(String.format(
                    Locale.ROOT, "The run is now to take %,d steps, not %,d, and its learning rate follows that: the"
                            + " last step"
                            + " had %.3g, the next has %.3g", trainer.totalSteps(), length, last, next));
        }
    }

    /// Says that a resumed training has no step left.
    public void alreadyFinished(boolean cutBySteps) {
        out.println("This run is already finished; " + (cutBySteps ? "--steps N" : "--epochs N") + " trains on.");
    }

    public void interrupted() {
        out.println("To go on:");
        out.println("    ./fovea train --resume " + ShellWord.of(run));
        out.flush();
    }
}
