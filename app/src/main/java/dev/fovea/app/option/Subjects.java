package dev.fovea.app.option;

import dev.fovea.app.console.CommandException;
import dev.fovea.app.console.Console;
import dev.fovea.formats.keras.Keras;
import dev.fovea.io.FileException;
import dev.fovea.json.Json;
import dev.fovea.lab.recipe.Recipe;
import dev.fovea.lab.recipe.Recipes;
import dev.fovea.lab.run.RunFolder;
import dev.fovea.lab.run.RunSettings;
import dev.fovea.nn.Layers;
import dev.fovea.nn.Network;
import dev.fovea.optim.Optimizers;
import dev.fovea.optim.Sgd;
import dev.fovea.safetensors.SafetensorsReader;
import dev.fovea.text.Nearest;
import dev.fovea.train.CheckpointFile;
import dev.fovea.train.Checkpoints;
import dev.fovea.train.Fit;
import dev.fovea.zoo.Architecture;
import dev.fovea.zoo.Zoo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a word on the command line stands for: a recipe, an architecture, the folder of a run, a checkpoint, or a
/// file of Keras.
public final class Subjects {
    private static final String SUFFIX = ".safetensors";
    private static final List<String> KERAS = List.of(".keras", ".h5");
    private static final List<String> PYTORCH = List.of(".pth", ".pt", ".bin");

    /// What the names of texts begin with that Fovea writes into its files.
    private static final String OWN = "fovea";

    /// An architecture has no training of its own; this one takes the least memory.
    private static final Fit ALONE = Fit.epochs(1).batch(1).optimizer(Sgd.of(1e-3));

    private Subjects() {}

    /// A network and how it is trained.
    ///
    /// @param published its size by others' count; null where there is none
    public record Untrained(String name, Network network, Fit fit, Architecture.@Nullable Published published) {}

    /// @throws CommandException if it is none of these
    public static Untrained of(Console console, String word) {
        Path path = console.path(Path.of(word));
        List<String> recipes = Recipes.ids();
        if (Recipes.has(word)) {
            Recipe recipe = recipe(word);
            return new Untrained(word, recipe.network(), recipe.fit(), null);
        }
        if (Zoo.has(word)) {
            Architecture architecture = Zoo.named(word);
            return new Untrained(word, architecture.network(), ALONE, architecture.published());
        }
        if (!Files.exists(path) && !word.endsWith(SUFFIX) && !word.contains("/")) {
            List<String> names = Stream.concat(recipes.stream(), Zoo.all().stream().map(Architecture::id)).toList();
            throw CommandException.misused("no recipe, architecture, run or checkpoint is named " + word
                    + Nearest.question(word, names) + "; ./fovea recipes lists the first two");
        }
        if (KERAS.stream().anyMatch(word::endsWith) && Files.isRegularFile(path)) {
            return new Untrained(path.toString(), Keras.read(path).network(), ALONE, null);
        }
        Path file = file(path);
        CheckpointFile checkpoint = CheckpointFile.read(file);
        Network network = Checkpoints.network(file.toString(), checkpoint, Layers.codec());
        return new Untrained(file.toString(), network, fit(file, checkpoint), null);
    }

    /// The file that a word stands for, where it holds tensors that Fovea did not save; nothing for all else.
    public static Optional<Path> weights(Console console, String word) {
        Path file = console.path(Path.of(word));
        boolean named = Recipes.has(word) || Zoo.has(word) || !Files.isRegularFile(file);
        if (named) {
            return Optional.empty();
        }
        if (!word.endsWith(SUFFIX)) {
            return PYTORCH.stream().anyMatch(word::endsWith) ? Optional.of(file) : Optional.empty();
        }
        try (SafetensorsReader reader = SafetensorsReader.open(file)) {
            boolean own = reader.metadata().keySet().stream().anyMatch(text -> text.startsWith(OWN));
            return own ? Optional.empty() : Optional.of(file);
        }
    }

    /// The checkpoint of a run's folder, or the file itself.
    public static Path file(Path runOrFile) {
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
    public static Path newest(Console console) {
        return RunFolder.newest(runs(console))
                .flatMap(RunFolder::usable)
                .orElseThrow(() -> CommandException.failed(
                        "no run under runs/ yet: train one with ./fovea train, or name a run's folder or a"
                                + " checkpoint"));
    }

    /// The folder of the runs that were given none.
    public static Path runs(Console console) {
        return console.path(RunFolder.RUNS);
    }

    /// The settings of the run that a checkpoint belongs to; null if it lies elsewhere.
    public static @Nullable RunSettings settings(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        RunFolder folder = new RunFolder(parent == null ? file : parent);
        return folder.isRun() ? folder.settings() : null;
    }

    /// A recipe by the name that a user typed.
    public static Recipe recipe(String id) {
        List<String> ids = Recipes.ids();
        if (!Recipes.has(id)) {
            boolean path = id.chars().anyMatch(letter -> letter == '/' || letter == '\\' || letter == '.');
            throw CommandException.misused("no recipe is named " + id + Nearest.question(id, ids)
                    + "; ./fovea recipes lists them"
                    + (path ? ", and ./fovea train --images DIR takes pictures of your own" : ""));
        }
        try {
            return Recipes.named(id);
        } catch (IllegalArgumentException unfit) {
            throw CommandException.misused(String.valueOf(unfit.getMessage()));
        }
    }

    public static boolean isModel(Path path) {
        return Files.isDirectory(path) || path.toString().endsWith(SUFFIX);
    }

    private static Fit fit(Path file, CheckpointFile checkpoint) {
        RunSettings settings = settings(file);
        if (settings != null) {
            return settings.fit(settings.known());
        }
        Json optimizer = checkpoint.optimizer();
        Fit fit = Fit.epochs(1);
        try {
            return optimizer == null ? fit : fit.optimizer(Optimizers.read(optimizer));
        } catch (IllegalArgumentException e) {
            throw new FileException(file + ": the optimizer in it is broken: " + e.getMessage(), e);
        }
    }
}
