package dev.fovea.app.command;

import dev.fovea.app.console.CommandException;
import dev.fovea.app.console.Console;
import dev.fovea.app.console.ExitCode;
import dev.fovea.app.option.CommonOptions;
import dev.fovea.app.option.LightPicture;
import dev.fovea.app.option.Limits;
import dev.fovea.app.option.Subjects;
import dev.fovea.app.option.TestOptions;
import dev.fovea.app.option.ThreadOptions;
import dev.fovea.backend.Backend;
import dev.fovea.backend.Backends;
import dev.fovea.data.Dataset;
import dev.fovea.data.Images;
import dev.fovea.explain.report.FileNames;
import dev.fovea.explain.report.Report;
import dev.fovea.lab.recipe.Recipe;
import dev.fovea.lab.run.JsonNodes;
import dev.fovea.lab.run.RunSettings;
import dev.fovea.model.Model;
import dev.fovea.model.Prediction;
import dev.fovea.model.Verdicts;
import dev.fovea.nn.Layers;
import dev.fovea.tensor.Tensor;
import dev.fovea.text.Figures;
import dev.fovea.text.Printable;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Shows what a trained model has learned and where it errs.
@Command(
        name = "explain",
        description = "Show what a trained model has learned and where it errs: filters, feature maps, certainty,"
                + " confusion, worst mistakes; as PNG files and one HTML page in the run's folder.",
        sortOptions = false)
public final class ExplainCommand implements Callable<Integer> {
    private static final String FOLDER = "explain";

    private final Console console;

    @Parameters(
            index = "0..*",
            arity = "0..2",
            paramLabel = "[RUN|FILE] [IMAGE]",
            description = "A run's folder or a checkpoint, the newest run under runs/ if none is named; then a picture"
                    + " to follow through the network, else a test image.")
    private List<Path> words = List.of();

    @Option(
            names = "--number",
            paramLabel = "N",
            description = "Follow the test image of this number, from 0: the first if not given.")
    private @Nullable Integer number;

    @Option(
            names = "--invert",
            description = "Make light dark and dark light first: for ink on paper, where the model learned light"
                    + " strokes on dark.")
    private boolean invert;

    @Option(names = "--out", paramLabel = "DIR",
            description = "Folder for the files; else " + FOLDER + " beside the weights.")
    private @Nullable Path out;

    @Mixin
    private TestOptions tests;

    @Mixin
    private ThreadOptions threads;

    @Mixin
    private CommonOptions common;

    public ExplainCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Limits.atLeast("--number", number, 0);
        requireThere();
        boolean named = !words.isEmpty() && Subjects.isModel(console.path(words.getFirst()));
        if (words.size() > 2 || words.size() == 2 && !named) {
            throw CommandException.misused("expected a run and a picture: got " + words);
        }
        Path picture = words.size() == (named ? 2 : 1) ? words.getLast() : null;
        if (picture == null && invert || picture != null && number != null) {
            throw CommandException.misused(picture == null
                    ? "--invert is for a picture: name one, or leave it out"
                    : "--number takes a test image: got the picture " + picture + " too; leave one out");
        }
        int count = threads.count();
        Path file = named ? Subjects.file(console.path(words.getFirst())) : Subjects.newest(console);
        PrintStream people = console.people(common.json);
        TestOptions.Choice choice = tests.choose(file, people);
        try (Backend backend = Backends.open(count)) {
            Model model = Model.load(file, backend, Layers.codec());
            TestOptions.Images images = tests.read(choice, model, console, people);
            people.println("Explaining " + console.typed(file) + " with " + Figures.count(images.test().size()) + " "
                    + images.noun() + " of " + images.title() + ", " + backend.name() + " kernels");
            Report report = report(choice, model, images, picture).watching(images.watched());
            Report.Written written = report.write(folder(file));
            tell(people, report, written);
            if (common.json) {
                console.print(json(file, backend, report, written));
            }
        }
        return ExitCode.DONE;
    }

    /// Before a model and its data are read.
    private void requireThere() {
        for (int i = 0; i < words.size(); i++) {
            String first = words.size() == 1
                    ? "a run's folder, a checkpoint or a picture"
                    : "a run's folder or a checkpoint";
            Path path = console.path(words.get(i));
            if (!Files.exists(path)) {
                throw CommandException.failed("no " + path + ": expected " + (i == 0 ? first : "a picture"));
            }
        }
    }

    private Path folder(Path file) {
        return out == null ? file.resolveSibling(FOLDER) : console.path(out);
    }

    private Report report(TestOptions.Choice choice, Model model, TestOptions.Images images, @Nullable Path picture) {
        Path file = choice.file();
        Recipe recipe = images.recipe();
        String title = recipe == null
                ? file.getFileName() + " on the pictures of " + images.title()
                : recipe.id() + ": " + recipe.title();
        List<String> facts = List.of(about(choice));
        Path log = file.resolveSibling("epochs.csv");
        Dataset test = images.test();
        if (picture != null) {
            Tensor image = model.picture(console.path(picture));
            if (!invert) {
                LightPicture.hint(model, file, picture, image).ifPresent(console.err()::println);
            }
            String name = String.valueOf(picture.getFileName());
            return invert
                    ? new Report(
                            title, facts, model, test, Images.inverted(image), name + ", inverted", null, log)
                    : new Report(title, facts, model, test, image, name, null, log);
        }
        int index = number == null ? 0 : number;
        if (index >= test.size()) {
            throw CommandException.misused(
                    "--number must be below the number of test images, " + test.size() + ": got " + index);
        }
        Tensor image = test.image(index);
        String own = FileNames.of(test).path(index);
        return new Report(
                title, facts, model, test, image, own == null ? "test image " + index : own,
                test.labels().get(test.label(index)), log);
    }

    /// Where the weights come from, in a sentence.
    private static String about(TestOptions.Choice choice) {
        String weights = "weights of " + choice.file().getFileName() + ".";
        RunSettings settings = choice.settings();
        if (settings == null) {
            return "W" + weights.substring(1);
        }
        String length = settings.steps() > 0
                ? Figures.counted(settings.steps(), "step")
                : Figures.counted(settings.epochs(), "epoch");
        return "Trained for " + length + ", batch " + settings.batch() + ", seed " + settings.seed() + "; " + weights;
    }

    private void tell(PrintStream people, Report report, Report.Written written) {
        Verdicts verdicts = written.verdicts();
        Prediction prediction = written.prediction();
        String name = Printable.line(report.imageName());
        people.println("The model says of " + name + (report.shown() == null
                ? ""
                : ", which shows " + Printable.line(report.shown())) + ": "
                + Printable.line(prediction.label()) + ", "
                + Figures.percent(prediction.probability()) + ".");
        people.println("Test: " + Figures.percent(verdicts.accuracy()) + " (" + Figures.count(verdicts.right()) + " of "
                + Figures.count(verdicts.all().size()) + ")");
        people.println("Files: " + console.typed(written.page()));
        people.println("    and " + (written.files().size() - 1) + " pictures beside it");
    }

    private static ObjectNode json(Path file, Backend backend, Report report, Report.Written written) {
        ObjectNode json = JsonNodes.object().put("model", file.toString());
        json.put("kernels", backend.name()).put("threads", backend.threads()).put("image", report.imageName());
        json.put("shows", report.shown());
        json.put("label", written.prediction().label());
        json.set("probability", JsonNodes.number(written.prediction().probability()));
        ObjectNode test = json.putObject("test");
        test.set("accuracy", JsonNodes.number(written.verdicts().accuracy()));
        test.put("correct", written.verdicts().right()).put("count", written.verdicts().all().size());
        json.put("page", written.page().toString());
        ArrayNode files = json.putArray("files");
        written.files().forEach(one -> files.add(one.toString()));
        return json;
    }
}
