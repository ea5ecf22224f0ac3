package dev.fovea.app.option;

import dev.fovea.app.console.CommandException;
import dev.fovea.app.console.Console;
import dev.fovea.data.ClassNames;
import dev.fovea.data.Dataset;
import dev.fovea.data.Preprocessing;
import dev.fovea.data.source.ImageFolder;
import dev.fovea.lab.recipe.Recipe;
import dev.fovea.lab.run.OwnImages;
import dev.fovea.lab.run.People;
import dev.fovea.lab.run.PictureReading;
import dev.fovea.lab.run.RunSettings;
import dev.fovea.model.Model;
import dev.fovea.nn.Loss;
import dev.fovea.train.CheckpointFile;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Which images a trained model is tried on: those of its recipe, or pictures of the user's own.
public final class TestOptions {
    private static final String WATCHED = "watched";
    private static final String WATCHED_TEST = "test images, watched";

    @Option(
            names = "--recipe",
            paramLabel = "NAME",
            description = "Whose test images to take; else those of the run that the model lies in.")
    private @Nullable String recipe;

    @Option(
            names = "--images",
            paramLabel = "DIR|CSV",
            description = "Take these pictures instead: a folder with one folder a class, or a CSV file of path,label;"
                    + " they are fitted to the network as those that trained it. If they are the run's own,"
                    + " wherever they lie, take what was held out of them.")
    private @Nullable Path images;

    @Option(
            names = "--skip-broken",
            description = "With --images: go on without pictures that cannot be read.")
    private boolean skipBroken;

    @Mixin
    private DataOptions data;

    /// What a model is tried on.
    ///
    /// @param title what people call it
    /// @param recipe null for pictures of the user's own
    /// @param watched what the run measured after each epoch
    public record Images(Dataset test, Loss loss, String title, @Nullable Recipe recipe, String watched) {
        /// What one of them is called, and many.
        public String noun() {
            return recipe == null ? "pictures" : "test images";
        }
    }

    /// What was asked for, before anything is read.
    ///
    /// @param settings of the run that the model lies in; null for a checkpoint alone
    /// @param recipe null for pictures of the user's own
    public record Choice(Path file, @Nullable RunSettings settings, @Nullable Recipe recipe) {}

    /// @throws CommandException if options contradict one another, or nothing says which images to take
    public Choice choose(Path file, PrintStream people) {
        requireOneSource();
        RunSettings settings = Subjects.settings(file);
        if (images != null) {
            return new Choice(file, settings, null);
        }
        if (recipe != null) {
            return new Choice(file, settings, Subjects.recipe(recipe));
        }
        if (settings == null) {
            // What is no model at all is told so first.
            CheckpointFile.read(file);
            throw CommandException.misused("no run.json beside " + file
                    + " says which test images it is for: add --recipe NAME, see fovea recipes, or --images DIR");
        }
        return new Choice(file, settings, settings.measuring(People.of(people, System.getenv())));
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

    /// Reads the images.
    ///
    /// @throws CommandException if they do not fit the model
    public Images read(Choice choice, Model model, Console console, PrintStream people) {
        if (images != null) {
            return pictures(images, choice.settings, model, console, people);
        }
        Recipe chosen = Objects.requireNonNull(choice.recipe);
        Path before = recipe == null && choice.settings != null ? choice.settings.data() : null;
        Recipe.Parts parts = chosen.parts().apply(data.load(chosen.source(), console, people, before));
        Dataset test = parts.test();
        requireFit(choice.file, model, test, chosen);
        String watched = recipe != null ? WATCHED : parts.watched() == test ? WATCHED_TEST : "held out";
        return new Images(test, chosen.fit().loss(), chosen.source().title(), chosen, watched);
    }

    /// The loss is that of the run, and cross-entropy for a checkpoint alone.
    private Images pictures(
            Path own, @Nullable RunSettings settings, Model model, Console console, PrintStream people) {
        Path place = console.path(own).toAbsolutePath().normalize();
        ImageFolder list = ImageFolder.of(console.path(own), model.labels());
        OwnImages trained = settings == null ? null : settings.images();
        if (settings != null && trained != null && trained.heldOutOf(list)) {
            people.println("The pictures in " + own + " are those of the run: taking what was held out of its"
                    + " training");
            Recipe moved = trained.found(place, null).skipping(skipBroken).measuring(settings.seed(), people::println);
            Recipe.Parts parts = moved.parts().apply(moved.source().load(place));
            String watched = parts.watched() == parts.test() ? WATCHED_TEST : "held out";
            return new Images(parts.test(), moved.fit().loss(), moved.source().title(), moved, watched);
        }
        Preprocessing seen = model.subject().preprocessing();
        Dataset test = PictureReading.of(
                        list, seen.image(), seen.fitting(), skipBroken, People.of(people, console.environment()))
                .readable();
        if (settings != null && trained != null) {
            trained.sayLearned(settings.seed(), test, people::println);
        }
        Loss loss = settings == null ? Loss.crossEntropy() : settings.known().fit().loss();
        String watched = settings != null && settings.images() != null ? WATCHED_TEST : WATCHED;
        return new Images(test, loss, own.toString(), null, watched);
    }

    private static void requireFit(Path file, Model model, Dataset test, Recipe recipe) {
        if (!model.picture().equals(test.sample())) {
            throw CommandException.failed(file + " expects images of " + model.picture() + ": those of "
                    + recipe.id() + " are " + test.sample() + "; name the recipe that trained it");
        }
        if (!ClassNames.same(model.labels(), test.labels())) {
            throw CommandException.failed(file + " knows the classes " + model.labels() + ": those of " + recipe.id()
                    + " are " + test.labels() + "; name the recipe that trained it");
        }
    }
}
