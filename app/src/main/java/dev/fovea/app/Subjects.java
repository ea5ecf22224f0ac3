package dev.fovea.app;

import dev.fovea.nn.Layers;
import dev.fovea.nn.Network;
import dev.fovea.optim.Optimizers;
import dev.fovea.recipe.Recipe;
import dev.fovea.recipe.Recipes;
import dev.fovea.train.CheckpointException;
import dev.fovea.train.CheckpointFile;
import dev.fovea.train.Checkpoints;
import dev.fovea.train.Fit;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What a word on the command line stands for: a recipe, the folder of a run, or a checkpoint.
final class Subjects {
    private static final String SUFFIX = ".safetensors";

    private Subjects() {}

    /// A network and how it is trained.
    record Untrained(String name, Network network, Fit fit) {}

    /// @throws CommandException if it is none of the three
    static Untrained of(Console console, String word) {
        Path path = console.path(Path.of(word));
        boolean named = Recipes.all().stream().anyMatch(recipe -> recipe.id().equals(word));
        if (named || !Files.exists(path) && !word.endsWith(SUFFIX) && !word.contains("/")) {
            Recipe recipe = RunSettings.recipe(word);
            return new Untrained(recipe.id(), recipe.network(), recipe.fit());
        }
        Path file = file(path);
        CheckpointFile checkpoint = CheckpointFile.read(file);
        return new Untrained(file.toString(), Checkpoints.network(file, checkpoint, Layers.codec()), fit(file, checkpoint));
    }

    /// The checkpoint of a run's folder, or the file itself.
    static Path file(Path runOrFile) {
        if (!Files.exists(runOrFile)) {
            throw CommandException.failed("no " + runOrFile
                    + ": expected a run's folder or a checkpoint; train one with ./fovea train");
        }
        if (!Files.isDirectory(runOrFile)) {
            return runOrFile;
        }
        RunFolder folder = new RunFolder(runOrFile);
        return folder.usable().orElseThrow(() -> CommandException.failed("no model in " + runOrFile + ": expected "
                + folder.model().getFileName() + " or " + folder.last().getFileName()
                + "; name a folder that train wrote, or a checkpoint"));
    }

    /// The model of the newest run under `runs/`.
    static Path newest(Console console) {
        return RunFolder.newest(console)
                .flatMap(RunFolder::usable)
                .orElseThrow(() -> CommandException.failed(
                        "no run under runs/ yet: train one with ./fovea train, or name a run's folder or a checkpoint"));
    }

    /// The settings of the run that a checkpoint belongs to; null if it lies elsewhere.
    static @Nullable RunSettings settings(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        RunFolder folder = new RunFolder(parent == null ? file : parent);
        return folder.isRun() ? folder.settings() : null;
    }

    static boolean isModel(Path path) {
        return Files.isDirectory(path) || path.toString().endsWith(SUFFIX);
    }

    private static Fit fit(Path file, CheckpointFile checkpoint) {
        RunSettings settings = settings(file);
        if (settings != null) {
            return settings.fit(settings.known());
        }
        JsonNode optimizer = checkpoint.optimizer();
        Fit fit = Fit.epochs(1);
        try {
            return optimizer == null ? fit : fit.optimizer(Optimizers.read(optimizer));
        } catch (IllegalArgumentException e) {
            throw new CheckpointException(file + ": the optimizer in it is broken: " + e.getMessage(), e);
        }
    }
}
