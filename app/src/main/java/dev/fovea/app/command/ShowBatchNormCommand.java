package dev.fovea.app.command;

import dev.fovea.app.console.CommandException;
import dev.fovea.app.console.Console;
import dev.fovea.app.option.DataOptions;
import dev.fovea.app.option.ShowOptions;
import dev.fovea.app.option.Subjects;
import dev.fovea.backend.Backend;
import dev.fovea.backend.Backends;
import dev.fovea.data.Dataset;
import dev.fovea.data.Subset;
import dev.fovea.data.source.Digits;
import dev.fovea.explain.example.Examples;
import dev.fovea.explain.example.SinglePicture;
import dev.fovea.lab.recipe.Recipe;
import dev.fovea.lab.recipe.Recipes;
import dev.fovea.lab.run.RunSettings;
import dev.fovea.model.Model;
import dev.fovea.nn.Layers;
import dev.fovea.train.Fit;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Shows what batch norm does to a single picture.
@Command(
        name = "batchnorm",
        description = ShowBatchNormCommand.DESCRIPTION,
        sortOptions = false)
final class ShowBatchNormCommand implements Callable<Integer> {
    static final String DESCRIPTION = "Single pictures with batch and with running statistics.";

    private static final String RECIPE = "digits-bn";

    /// Of the training when no run is named: enough to be right most of the time.
    private static final int EPOCHS = 100;

    /// Each picture is a step of its own.
    private static final int MOST = 2_000;

    private final Console console;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "RUN|FILE",
            description = "A run's folder, or a checkpoint in one; else digits-bn is trained for a few seconds.")
    private @Nullable Path run;

    @Mixin
    private DataOptions data;

    @Mixin
    private ShowOptions options;

    ShowBatchNormCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        // One picture is too little work to share.
        try (Backend backend = Backends.open(1)) {
            return options.show(
                    console, run == null ? trained(backend) : loaded(console.path(run), backend), backend);
        }
    }

    /// All examples in the order of their pages: this one, which needs a recipe, behind what explains batch norm.
    static List<Examples.Entry> amongAll() {
        List<Examples.Entry> all = new ArrayList<>();
        for (Examples.Entry entry : Examples.all()) {
            all.add(entry);
            if (entry.id().equals("normalisation")) {
                all.add(new Examples.Entry(
                        "batchnorm", "Batch norm and the single picture", DESCRIPTION, ShowBatchNormCommand::builtIn));
            }
        }
        return all;
    }

    private static SinglePicture builtIn(Backend backend) {
        Recipe recipe = Recipes.named(RECIPE);
        return trained(recipe, recipe.parts().apply(Digits.load()), backend);
    }

    private static SinglePicture trained(Recipe recipe, Recipe.Parts parts, Backend backend) {
        Fit fit = recipe.fit().withEpochs(EPOCHS);
        Model model = recipe.model(fit.seed(), parts.train(), backend);
        model.fit(parts.train(), fit);
        return of(model, parts);
    }

    private SinglePicture trained(Backend backend) {
        Recipe recipe = Recipes.named(RECIPE);
        PrintStream people = console.people(options.common.json);
        Recipe.Parts parts = recipe.parts().apply(data.load(recipe.source(), console, people, null));
        people.println("Training " + RECIPE + " for " + EPOCHS + " of its " + recipe.fit().epochs()
                + " epochs first; name a run to use a network that is trained.");
        SinglePicture shown = trained(recipe, parts, backend);
        people.println();
        return shown;
    }

    private SinglePicture loaded(Path given, Backend backend) {
        Path file = Subjects.file(given);
        RunSettings settings = Subjects.settings(file);
        if (settings == null) {
            throw CommandException.failed("no run in the folder of " + file
                    + ": expected a checkpoint beside its run.json, which names the data set; name a run's folder");
        }
        Recipe recipe = settings.known();
        PrintStream people = console.people(options.common.json);
        Recipe.Parts parts = recipe.parts().apply(data.load(recipe.source(), console, people, settings.data()));
        return of(Model.load(file, backend, Layers.codec()), parts);
    }

    private static SinglePicture of(Model model, Recipe.Parts parts) {
        return SinglePicture.of(model, first(parts.test()), parts.test().equals(parts.train()));
    }

    private static Dataset first(Dataset images) {
        return images.size() <= MOST ? images : Subset.first(images, MOST);
    }
}
