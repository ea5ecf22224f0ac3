package dev.fovea.app;

import dev.fovea.backend.Backend;
import dev.fovea.backend.Backends;
import dev.fovea.data.Dataset;
import dev.fovea.data.source.ImageFolder;
import dev.fovea.model.Model;
import dev.fovea.nn.Layers;
import dev.fovea.nn.Loss;
import dev.fovea.recipe.Recipe;
import dev.fovea.train.Evaluator;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/// Measures a trained model on the test images of its recipe, or on pictures of the user's own.
@Command(
        name = "evaluate",
        description = "Measure a trained model on its recipe's test images, or on your own pictures.",
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

    @Option(
            names = "--images",
            paramLabel = "DIR|CSV",
            description = "Measure on these pictures instead: a folder with one folder a class, or a CSV file of path,label.")
    private @Nullable Path images;

    @Option(
            names = "--skip-broken",
            description = "With --images: go on without pictures that cannot be read.")
    private boolean skipBroken;

    @Option(names = "--details", description = "Also tell how each class does, and name the mistakes.")
    private boolean details;

    @Mixin
    private DataOptions data;

    @Mixin
    private ThreadOptions threads;

    @Mixin
    private CommonOptions common;

    EvaluateCommand(Console console) {
        this.console = console;
    }

    /// What a model is measured on.
    ///
    /// @param title what people call it
    /// @param recipe its id; null for pictures of the user's own
    private record Work(Dataset test, Loss loss, String title, @Nullable String recipe) {}

    @Override
    public Integer call() {
        requireOneSource();
        PrintStream people = console.people(common.json);
        int count = threads.count();
        Path file = model == null ? Subjects.newest(console) : Subjects.file(console.path(model));
        Recipe chosen = images == null ? recipe(file, people) : null;
        try (Backend backend = Backends.open(count)) {
            Model loaded = Model.load(file, backend, Layers.codec());
            Work work = chosen == null ? pictures(file, loaded, people) : recipe(file, loaded, chosen, people);
            people.println("Evaluating " + file + " on " + Figures.count(work.test.size()) + " "
                    + (images == null ? "test images" : "pictures") + " of " + work.title + ", " + backend.name() + " kernels");
            Evaluator.Result result = loaded.evaluate(work.test, work.loss);
            people.println("Test: " + Figures.score(result.score())
                    + (work.test.labels().size() > 5 ? ", among the first five " + Figures.percent(result.top5()) : ""));
            EvaluationDetails more = details ? EvaluationDetails.of(loaded, work.test) : null;
            if (more != null) {
                more.print(people);
            }
            if (common.json) {
                ObjectNode json = json(file, work, backend, result);
                if (more != null) {
                    more.write(json);
                }
                console.print(json);
            }
        }
        return ExitCode.DONE;
    }

    private void requireOneSource() {
        if (images == null && skipBroken) {
            throw CommandException.misused("--skip-broken goes with --images DIR: got no --images");
        }
        String other = recipe != null ? "--recipe" : data.given() ? "--data or --download" : null;
        if (images != null && other != null) {
            throw CommandException.misused("--images names the pictures to measure on: got " + other
                    + " too; leave one of them out");
        }
    }

    private Recipe recipe(Path file, PrintStream people) {
        return recipe == null ? settingsOf(file).measuring(people::println) : RunSettings.recipe(recipe);
    }

    private Work recipe(Path file, Model loaded, Recipe chosen, PrintStream people) {
        Path before = recipe == null ? settingsOf(file).data() : null;
        Dataset test = chosen.parts().apply(data.load(chosen.source(), console, people, before)).test();
        requireFit(file, loaded, test, chosen);
        return new Work(test, chosen.fit().loss(), chosen.source().title(), chosen.id());
    }

    /// The loss is that of the run, and cross-entropy for a checkpoint alone.
    private Work pictures(Path file, Model loaded, PrintStream people) {
        Path own = console.path(Objects.requireNonNull(images));
        ImageFolder list = ImageFolder.of(own, loaded.labels());
        Dataset test = PictureReading.of(list, loaded.picture(), skipBroken, people::println).readable();
        RunSettings settings = Subjects.settings(file);
        Loss loss = settings == null ? Loss.crossEntropy() : settings.known().fit().loss();
        return new Work(test, loss, String.valueOf(images), null);
    }

    static RunSettings settingsOf(Path file) {
        RunSettings settings = Subjects.settings(file);
        if (settings == null) {
            throw CommandException.misused("no run.json beside " + file
                    + " says which test images it is for: add --recipe NAME, see fovea recipes, or --images DIR");
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

    private static ObjectNode json(Path file, Work work, Backend backend, Evaluator.Result result) {
        ObjectNode json = Json.object().put("model", file.toString());
        if (work.recipe == null) {
            json.put("images", work.title);
        } else {
            json.put("recipe", work.recipe);
        }
        json.put("kernels", backend.name()).put("threads", backend.threads());
        ObjectNode test = (ObjectNode) Json.counted(result.score());
        test.set("top5", Json.number(result.top5()));
        json.set("test", test);
        return json;
    }
}
