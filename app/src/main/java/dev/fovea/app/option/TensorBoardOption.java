package dev.fovea.app.option;

import dev.fovea.app.console.CommandException;
import dev.fovea.app.console.Console;
import dev.fovea.app.page.ShellWord;
import dev.fovea.formats.tensorboard.Scalar;
import dev.fovea.formats.tensorboard.TensorBoard;
import dev.fovea.lab.recipe.Recipe;
import dev.fovea.lab.run.RunFolder;
import dev.fovea.lab.run.RunSettings;
import dev.fovea.model.Model;
import dev.fovea.train.Callback;
import dev.fovea.train.Fit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Files that TensorBoard shows, beside the run's own.
public final class TensorBoardOption {
    @Option(
            names = "--tensorboard",
            paramLabel = "DIR",
            description = "Also write the training for TensorBoard into this folder.")
    private @Nullable Path folder;

    /// The folder that was named, now or when the run was started, absolute; null if neither.
    public @Nullable Path named(Console console, @Nullable RunSettings before) {
        return folder == null
                ? before == null ? null : before.tensorBoard()
                : console.path(folder).toAbsolutePath().normalize();
    }

    /// Fails, before anything costs time, where the files could not lie. A run's settings alone, which may be another
    /// person's, name no folder: one that they name must hold the curves of this run already.
    ///
    /// @param path the folder; null if nothing is to be written
    /// @param run whose own files may lie there already, if it goes on
    public void require(Console console, @Nullable Path path, RunFolder run, boolean resumed) {
        if (path == null) {
            return;
        }
        if (folder == null && !TensorBoard.holds(path, run.id())) {
            throw CommandException.failed(console.typed(path)
                    + ", which run.json names for TensorBoard, holds nothing of this"
                    + " run: add --tensorboard " + ShellWord.of(console.typed(path))
                    + " to write there, or another folder");
        }
        if (Files.exists(path) && !Files.isDirectory(path)) {
            throw CommandException.failed(
                    console.typed(path) + " is a file: expected a folder; choose another --tensorboard");
        }
        if (TensorBoard.isTaken(path) && !(resumed && TensorBoard.holds(path, run.id()))) {
            throw CommandException.failed(console.typed(path) + " holds another training already, and TensorBoard would"
                    + " draw both as one: choose another --tensorboard, such as " + console.typed(path.resolve("2")));
        }
    }

    /// What writes them; empty where they are not wanted.
    public static List<Callback> callbacks(
            @Nullable Path path, RunFolder run, Recipe recipe, Fit fit, Model model, Recipe.Parts parts) {
        if (path == null) {
            return List.of();
        }
        Recipe.Scalars scalars = recipe.scalars();
        return List.of(TensorBoard.at(path)
                .run(run.id())
                .everySteps(scalars.everySteps())
                .tag(Scalar.LOSS, scalars.loss())
                .tag(Scalar.ACCURACY, scalars.accuracy())
                .tag(Scalar.VALIDATION_ACCURACY, scalars.watched())
                .tag(Scalar.VALIDATION_LOSS, loss(scalars.watched()))
                .text("recipe", text(recipe))
                .model(model, fit)
                .images("images/train", parts.train()));
    }

    /// The loss beside an accuracy: `Loss/test` for `Accuracy/test`.
    private static String loss(String accuracy) {
        String loss = accuracy.replace("accuracy", "loss").replace("Accuracy", "Loss");
        return loss.equals(accuracy) ? accuracy + " loss" : loss;
    }

    private static String text(Recipe recipe) {
        StringBuilder text = new StringBuilder("**" + recipe.id() + "**: " + recipe.title() + "\n\n");
        if (!recipe.published().words().isEmpty()) {
            text.append("Published: ").append(recipe.published().words()).append("\n\n");
        }
        recipe.notes().forEach(note -> text.append("- ").append(note).append('\n'));
        return text.toString();
    }
}
