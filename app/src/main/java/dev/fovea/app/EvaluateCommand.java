package dev.fovea.app;

import dev.fovea.backend.Backend;
import dev.fovea.backend.Backends;
import dev.fovea.data.Dataset;
import dev.fovea.model.Model;
import dev.fovea.nn.Layers;
import dev.fovea.recipe.Recipe;
import dev.fovea.train.Evaluator;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/// Measures a trained model on the test images of its recipe.
@Command(
        name = "evaluate",
        description = "Measure a trained model on its recipe's test images.",
        sortOptions = false)
final class EvaluateCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "RUN|FILE",
            description = "A run's folder or a checkpoint; the newest run under runs/ if none is named.")
    private @Nullable Path model;

    @Option(
            names = "--recipe",
            paramLabel = "NAME",
            description = "Whose test images to take; else those of the run that the model lies in.")
    private @Nullable String recipe;

    @Mixin
    private DataOptions data;

    @Mixin
    private ThreadOptions threads;

    @Mixin
    private CommonOptions common;

    EvaluateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        PrintStream people = console.people(common.json);
        int count = threads.count();
        Path file = model == null ? Subjects.newest(console) : Subjects.file(console.path(model));
        Recipe chosen = recipe == null ? settingsOf(file).measuring(people::println) : RunSettings.recipe(recipe);
        Path before = recipe == null ? settingsOf(file).data() : null;
        try (Backend backend = Backends.open(count)) {
            Model loaded = Model.load(file, backend, Layers.codec());
            Dataset test = chosen.parts().apply(data.load(chosen.source(), console, people, before)).test();
            requireFit(file, loaded, test, chosen);
            people.println("Evaluating " + file + " on " + Figures.count(test.size()) + " test images of "
                    + chosen.source().title() + ", " + backend.name() + " kernels");
            Evaluator.Result result = loaded.evaluate(test, chosen.fit().loss());
            people.println("Test: " + Figures.score(result.score())
                    + (test.labels().size() > 5 ? ", among the first five " + Figures.percent(result.top5()) : ""));
            if (common.json) {
                console.print(json(file, chosen, backend, result));
            }
        }
        return ExitCode.DONE;
    }

    static RunSettings settingsOf(Path file) {
        RunSettings settings = Subjects.settings(file);
        if (settings == null) {
            throw CommandException.misused("no run.json beside " + file
                    + " says which test images it is for: add --recipe NAME, see fovea recipes");
        }
        return settings;
    }

    static void requireFit(Path file, Model model, Dataset test, Recipe recipe) {
        if (!model.picture().equals(test.sample())) {
            throw CommandException.failed(file + " expects images of " + model.picture() + ": those of "
                    + recipe.id() + " are " + test.sample() + "; evaluate it with the recipe that trained it");
        }
        if (!model.labels().equals(test.labels())) {
            throw CommandException.failed(file + " knows the classes " + model.labels() + ": those of " + recipe.id()
                    + " are " + test.labels() + "; evaluate it with the recipe that trained it");
        }
    }

    private static ObjectNode json(Path file, Recipe recipe, Backend backend, Evaluator.Result result) {
        ObjectNode json = Json.object()
                .put("model", file.toString())
                .put("recipe", recipe.id())
                .put("kernels", backend.name())
                .put("threads", backend.threads());
        ObjectNode test = (ObjectNode) Json.counted(result.score());
        test.set("top5", Json.number(result.top5()));
        json.set("test", test);
        return json;
    }
}
