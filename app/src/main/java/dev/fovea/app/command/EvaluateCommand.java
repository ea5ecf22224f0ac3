package dev.fovea.app.command;

import dev.fovea.app.console.Console;
import dev.fovea.app.console.ExitCode;
import dev.fovea.app.option.CommonOptions;
import dev.fovea.app.option.Subjects;
import dev.fovea.app.option.TestOptions;
import dev.fovea.app.option.ThreadOptions;
import dev.fovea.app.page.EvaluationDetails;
import dev.fovea.backend.Backend;
import dev.fovea.backend.Backends;
import dev.fovea.lab.run.JsonNodes;
import dev.fovea.lab.run.RunResult.Outcome;
import dev.fovea.lab.run.RunResultJson;
import dev.fovea.model.Model;
import dev.fovea.nn.Layers;
import dev.fovea.text.Figures;
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

/// Measures a trained model on the test images of its recipe, or on pictures of the user's own.
@Command(
        name = "evaluate",
        description = "Measure a trained model on its recipe's test images, or on your own pictures.",
        sortOptions = false)
public final class EvaluateCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "RUN|FILE",
            description = "A run's folder or a checkpoint; the newest run under runs/ if none is named.")
    private @Nullable Path model;

    @Mixin
    private TestOptions tests;

    @Option(names = "--details", description = "Also tell how each class does, and name the mistakes.")
    private boolean details;

    @Mixin
    private ThreadOptions threads;

    @Mixin
    private CommonOptions common;

    public EvaluateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        PrintStream people = console.people(common.json);
        int count = threads.count();
        Path file = model == null ? Subjects.newest(console) : Subjects.file(console.path(model));
        TestOptions.Choice choice = tests.choose(file, people);
        try (Backend backend = Backends.open(count)) {
            Model loaded = Model.load(file, backend, Layers.codec());
            TestOptions.Images images = tests.read(choice, loaded, console, people);
            people.println(
                    "Evaluating " + file + " on " + Figures.count(images.test().size()) + " " + images.noun() + " of "
                    + images.title() + ", " + backend.name() + " kernels");
            Evaluator.Result result = loaded.evaluate(images.test(), images.loss());
            people.println("Test: " + result.score().words()
                    + (images.test().labels().size() > 5
                            ? ", among the first five " + Figures.percent(result.top5())
                            : ""));
            EvaluationDetails more = details ? EvaluationDetails.of(loaded, images.test()) : null;
            if (more != null) {
                more.print(people);
            }
            if (common.json) {
                ObjectNode json = json(file, images, backend, result);
                if (more != null) {
                    more.write(json);
                }
                console.print(json);
            }
        }
        return ExitCode.DONE;
    }

    private static ObjectNode json(Path file, TestOptions.Images images, Backend backend, Evaluator.Result result) {
        ObjectNode json = JsonNodes.object().put("model", file.toString());
        if (images.recipe() == null) {
            json.put("images", images.title());
        } else {
            json.put("recipe", images.recipe().id());
        }
        json.put("kernels", backend.name()).put("threads", backend.threads());
        ObjectNode test = RunResultJson.write(Outcome.of(result.score()));
        test.set("top5", JsonNodes.number(result.top5()));
        json.set("test", test);
        return json;
    }
}
