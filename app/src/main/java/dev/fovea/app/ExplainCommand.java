package dev.fovea.app;

import dev.fovea.backend.Backend;
import dev.fovea.backend.Backends;
import dev.fovea.data.Dataset;
import dev.fovea.data.Images;
import dev.fovea.explain.report.Report;
import dev.fovea.explain.report.Verdicts;
import dev.fovea.model.Model;
import dev.fovea.model.Prediction;
import dev.fovea.nn.Layers;
import dev.fovea.recipe.Recipe;
import dev.fovea.tensor.Tensor;
import java.io.PrintStream;
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
final class ExplainCommand implements Callable<Integer> {
    private static final String FOLDER = "explain";

    private final Console console;

    @Parameters(
            index = "0..*",
            arity = "0..2",
            paramLabel = "[RUN|FILE] [IMAGE]",
            description = "A run's folder or a checkpoint, the newest run under runs/ if none is named; then a picture to"
                    + " follow through the network, else a test image.")
    private List<Path> words = List.of();

    @Option(
            names = "--number",
            paramLabel = "N",
            description = "Follow the test image of this number, from 0: the first if not given.")
    private @Nullable Integer number;

    @Option(
            names = "--invert",
            description = "Make light dark and dark light first: for ink on paper, where the model learned light strokes on"
                    + " dark.")
    private boolean invert;

    @Option(names = "--out", paramLabel = "DIR", description = "Folder for the files; else " + FOLDER + " in the run's folder.")
    private @Nullable Path out;

    @Mixin
    private DataOptions data;

    @Mixin
    private ThreadOptions threads;

    @Mixin
    private CommonOptions common;

    ExplainCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Limits.atLeast("--number", number, 0);
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
        RunSettings settings = EvaluateCommand.settingsOf(file);
        PrintStream people = console.people(common.json);
        Recipe recipe = settings.measuring(people::println);
        try (Backend backend = Backends.open(count)) {
            Model model = Model.load(file, backend, Layers.codec());
            Dataset test = recipe.parts().apply(data.load(recipe.source(), console, people, settings.data())).test();
            EvaluateCommand.requireFit(file, model, test, recipe);
            people.println("Explaining " + console.typed(file) + " with " + Figures.count(test.size()) + " test images of "
                    + recipe.source().title());
            Report report = report(file, recipe, settings, model, test, picture);
            Report.Written written = report.write(folder(file));
            tell(people, report, written);
            if (common.json) {
                console.print(json(file, report, written));
            }
        }
        return ExitCode.DONE;
    }

    private Path folder(Path file) {
        return out == null ? file.resolveSibling(FOLDER) : console.path(out);
    }

    private Report report(
            Path file, Recipe recipe, RunSettings settings, Model model, Dataset test, @Nullable Path picture) {
        long count = settings.steps() > 0 ? settings.steps() : settings.epochs();
        String length = count + (settings.steps() > 0 ? " step" : " epoch") + (count == 1 ? "" : "s");
        String about = "Trained for " + length + ", batch " + settings.batch() + ", seed " + settings.seed() + "; weights of "
                + file.getFileName() + ".";
        Tensor image;
        String name;
        if (picture == null) {
            int index = number == null ? 0 : number;
            if (index >= test.size()) {
                throw CommandException.misused("--number must be below the number of test images, " + test.size()
                        + ": got " + index);
            }
            image = Tensor.zeros(test.sample());
            test.read(index, image.values(), 0);
            name = "Test image " + index + ": it shows " + test.labels().get(test.label(index)) + ".";
        } else {
            image = Images.read(console.path(picture), model.picture());
            image = invert ? PredictCommand.inverted(image) : image;
            name = picture.getFileName() + (invert ? ", inverted." : ".");
        }
        return new Report(
                recipe.id() + ": " + recipe.title(), List.of(about), model, test, image, name,
                file.resolveSibling("epochs.csv"));
    }

    private void tell(PrintStream people, Report report, Report.Written written) {
        Verdicts verdicts = written.verdicts();
        Prediction prediction = written.prediction();
        people.println(report.imageName() + " The model says " + prediction.label() + ", "
                + Figures.percent(prediction.probability()) + ".");
        people.println("Test: " + Figures.percent(verdicts.accuracy()) + " (" + Figures.count(verdicts.right()) + " of "
                + Figures.count(verdicts.all().size()) + ")");
        people.println("Files: " + console.typed(written.page()));
        people.println("    and " + (written.files().size() - 1) + " pictures beside it");
    }

    private static ObjectNode json(Path file, Report report, Report.Written written) {
        ObjectNode json = Json.object().put("model", file.toString()).put("image", report.imageName());
        json.put("label", written.prediction().label());
        json.set("probability", Json.number(written.prediction().probability()));
        ObjectNode test = json.putObject("test");
        test.set("accuracy", Json.number(written.verdicts().accuracy()));
        test.put("correct", written.verdicts().right()).put("count", written.verdicts().all().size());
        json.put("page", written.page().toString());
        ArrayNode files = json.putArray("files");
        written.files().forEach(one -> files.add(one.toString()));
        return json;
    }
}
