package dev.fovea.app.option;

import dev.fovea.app.console.CommandException;
import dev.fovea.app.console.Console;
import dev.fovea.data.Fitting;
import dev.fovea.data.source.ImageFolder;
import dev.fovea.data.source.Source;
import dev.fovea.lab.recipe.Recipes;
import dev.fovea.lab.run.OwnImages;
import dev.fovea.tensor.Shape;
import dev.fovea.text.Nearest;
import dev.fovea.text.Printable;
import dev.fovea.zoo.Architecture;
import dev.fovea.zoo.Zoo;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What is trained on pictures of the user's own.
public final class ImageOptions {
    /// The side of pictures for the network that is taken where none is named.
    private static final int USUAL_SIZE = 64;

    private static final double USUAL_SHARE = 0.2;
    private static final int CHANNELS = 3;

    @Option(
            names = "--images",
            paramLabel = "DIR|CSV",
            description = "Train on your own pictures: a folder with one folder a class, or a CSV file of path,label."
                    + " With --resume: where the pictures of the run lie now.")
    private @Nullable Path images;

    @Option(
            names = "--test",
            paramLabel = "DIR|CSV",
            description = "With --images: pictures to measure on; else a part of each class is held out.")
    private @Nullable Path test;

    @Option(
            names = "--hold-out",
            paramLabel = "SHARE",
            description = "With --images: the part that is held out for the test: 0.2 if not given.")
    private @Nullable Double share;

    @Option(
            names = "--model",
            paramLabel = "NAME",
            description = "With --images: an architecture such as resnet20; a small network if none is named. With"
                    + " --data-set: the architecture that is trained on it.")
    private @Nullable String model;

    @Option(
            names = "--data-set",
            paramLabel = "NAME",
            description = "With --model: train it on digits, mnist, fashion-mnist, cifar-10 or cifar-100, whose images"
                    + " are brought to what it takes.")
    private @Nullable String dataSet;

    @Option(
            names = "--size",
            paramLabel = "N",
            description = "With --images: pictures are brought to N×N pixels; else to the size of the architecture, or"
                    + " 64×64.")
    private @Nullable Integer size;

    @Option(
            names = "--fit",
            paramLabel = "HOW",
            description = "With --images: how pictures of other aspects are brought to that size: crop cuts out the"
                    + " centre, pad adds a border of the edges' colour, stretch distorts; crop if not given.")
    private @Nullable String fit;

    @Option(
            names = "--augment",
            paramLabel = "NAME[=N,...]",
            description = "With --images: how pictures vary in training, again for each way, see fovea augment --help;"
                    + " none for not at all. Mirrored and moved if not given. standardize is done to all pictures and"
                    + " saved with the model.")
    private @Nullable List<String> augment;

    @Option(
            names = "--skip-broken",
            description = "With --images: go on without pictures that cannot be read.")
    private boolean skipBroken;

    public boolean given() {
        return images != null;
    }

    /// Fails where an option says something of pictures and there are none.
    public void requireImages() {
        if (dataSet != null && images == null && model == null) {
            throw CommandException.misused("--data-set goes with --model NAME: got no --model");
        }
        if (model != null && images == null && dataSet == null) {
            throw CommandException.misused("--model goes with --images DIR or --data-set NAME: got neither");
        }
        String option = test != null ? "--test" : manner();
        if (images == null && option != null && !option.equals("--model")) {
            throw CommandException.misused(option + " goes with --images DIR: got no --images");
        }
    }

    /// The recipe of the architecture and the data set that were named; null if none were.
    ///
    /// @param recipe that was named beside them; null for none
    public @Nullable String pair(@Nullable String recipe) {
        if (dataSet == null) {
            return null;
        }
        if (recipe != null || images != null) {
            throw CommandException.misused("--data-set names what --model is trained on: got "
                    + (recipe == null ? "--images" : "the recipe " + recipe) + " too; leave one of them out");
        }
        List<String> known = Source.all().stream().map(Source::name).toList();
        if (!known.contains(dataSet)) {
            throw CommandException.misused("no data set is named " + dataSet + Nearest.question(dataSet, known)
                    + "; there are " + String.join(", ", known));
        }
        return Recipes.of(architecture(Objects.requireNonNull(model)).id(), dataSet);
    }

    /// The first option that says how pictures are trained on, not where they lie.
    private @Nullable String manner() {
        return share != null ? "--hold-out"
                : size != null ? "--size"
                : fit != null ? "--fit"
                : augment != null ? "--augment"
                : skipBroken ? "--skip-broken"
                : model != null ? "--model" : dataSet != null ? "--data-set" : null;
    }

    /// Fails where pictures are named and something else is trained.
    public void requireNone(String what) {
        if (images != null) {
            throw CommandException.misused("--images trains on pictures: got " + what + " too; leave one of them out");
        }
    }

    /// A run's pictures, where they lie now: everything but their place is as the run began.
    ///
    /// @param before null for a recipe
    public @Nullable OwnImages found(Console console, @Nullable OwnImages before) {
        String manner = manner();
        if (manner != null) {
            throw CommandException.misused(manner + " cannot change in mid-training: leave it out, or train anew");
        }
        if (before == null) {
            requireNone("the run of a recipe");
            return null;
        }
        return images == null && test == null ? before : before.found(place(console, images), place(console, test));
    }

    private static @Nullable Path place(Console console, @Nullable Path typed) {
        return typed == null ? null : console.path(typed).toAbsolutePath().normalize();
    }

    /// Lists the pictures, says what was left out, and checks the network.
    public OwnImages chosen(Console console, PrintStream people) {
        Limits.between("--size", size, 1, OwnImages.MOST_SIDE);
        if (share != null && !(share > 0 && share < 1)) {
            throw CommandException.misused("--hold-out must be above 0 and below 1: got " + share);
        }
        if (share != null && test != null) {
            throw CommandException.misused(
                    "--test names the pictures to measure on: got --hold-out too; leave one out");
        }
        Fitting fitting = fitting();
        Path folder = console.path(Objects.requireNonNull(images)).toAbsolutePath().normalize();
        Shape shape = shape();
        ImageFolder list = ImageFolder.of(folder);
        leftOut(people, images, list);
        Path measured = test == null ? null : console.path(test).toAbsolutePath().normalize();
        ImageFolder tests = measured == null ? null : ImageFolder.of(measured, list.labels());
        if (tests != null) {
            leftOut(people, test, tests);
        }
        List<String> varied = augment == null ? OwnImages.usualAugmentation(shape) : augment;
        OwnImages own = new OwnImages(
                folder, list.digest(), measured, tests == null ? null : tests.digest(),
                share == null ? USUAL_SHARE : share, model, shape, fitting, varied, skipBroken, list.labels());
        own.requireBuildable();
        return own;
    }

    private static void leftOut(PrintStream people, @Nullable Path typed, ImageFolder list) {
        if (!list.notes().isEmpty()) {
            people.println(Printable.line("Left out in " + typed + ": " + String.join("; ", list.notes())));
        }
    }

    private Fitting fitting() {
        if (fit == null) {
            return Fitting.CROP;
        }
        if (!Fitting.ids().contains(fit)) {
            throw CommandException.misused("--fit must be one of " + String.join(", ", Fitting.ids()) + ": got " + fit
                    + Nearest.question(fit, Fitting.ids()));
        }
        return Fitting.named(fit);
    }

    private Shape shape() {
        if (model == null) {
            int side = size == null ? USUAL_SIZE : size;
            return Shape.of(side, side, CHANNELS);
        }
        Shape published = architecture(model).input();
        return size == null ? published : Shape.of(size, size, published.dim(2));
    }

    private static Architecture architecture(String model) {
        List<String> ids = Zoo.all().stream().map(Architecture::id).toList();
        if (!ids.contains(model)) {
            throw CommandException.misused("no architecture is named " + model + Nearest.question(model, ids)
                    + "; there are " + String.join(", ", ids));
        }
        return Zoo.named(model);
    }
}
