package dev.fovea.app.command;

import dev.fovea.app.console.CommandException;
import dev.fovea.app.console.Console;
import dev.fovea.app.console.ExitCode;
import dev.fovea.app.option.CommonOptions;
import dev.fovea.app.option.LightPicture;
import dev.fovea.app.option.Limits;
import dev.fovea.app.option.Subjects;
import dev.fovea.app.option.ThreadOptions;
import dev.fovea.app.page.Failure;
import dev.fovea.backend.Backend;
import dev.fovea.backend.Backends;
import dev.fovea.data.DataException;
import dev.fovea.data.Images;
import dev.fovea.lab.run.JsonNodes;
import dev.fovea.model.Model;
import dev.fovea.model.Prediction;
import dev.fovea.nn.Layers;
import dev.fovea.tensor.Tensor;
import dev.fovea.text.Printable;
import dev.fovea.train.NotFiniteException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Tells what pictures show.
@Command(
        name = "predict",
        description = "Tell what pictures show: JPEG, PNG, WebP, GIF, BMP, TIFF or PPM of any size. They are"
                + " fitted to the network as the pictures were that trained it.",
        sortOptions = false)
public final class PredictCommand implements Callable<Integer> {
    private static final int BAR = 30;

    private final Console console;

    @Parameters(
            index = "0..*",
            arity = "1..*",
            paramLabel = "[RUN|FILE] IMAGE",
            description = "Pictures, after a run's folder or a checkpoint (*.safetensors); the newest run under runs/"
                    + " if none is named.")
    private List<Path> words;

    @Option(
            names = "--top",
            paramLabel = "K",
            defaultValue = "3",
            description = "How many classes to show, the most probable first: ${DEFAULT-VALUE} if not given.")
    private int top;

    @Option(
            names = "--invert",
            description = "Make light dark and dark light first: for ink on paper, where the model learned light"
                    + " strokes on dark.")
    private boolean invert;

    @Mixin
    private ThreadOptions threads;

    @Mixin
    private CommonOptions common;

    public PredictCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Limits.atLeast("--top", top, 1);
        int count = threads.count();
        boolean named = Subjects.isModel(console.path(words.getFirst()));
        List<Path> images = named ? words.subList(1, words.size()) : words;
        if (images.isEmpty()) {
            throw CommandException.misused("expected a picture after " + words.getFirst() + ": got none");
        }
        Path file = named ? Subjects.file(console.path(words.getFirst())) : Subjects.newest(console);
        try (Backend backend = Backends.open(count)) {
            Model model = Model.load(file, backend, Layers.codec());
            return predict(model, file, images, backend);
        }
    }

    /// Predicts all pictures that can be read; those that cannot fail the command at its end.
    private int predict(Model model, Path file, List<Path> images, Backend backend) {
        PrintStream people = console.people(common.json);
        people.println("Model " + file + ", " + backend.name() + " kernels" + (invert
                ? ", pictures inverted: light made dark, dark made light" : ""));
        ObjectNode json = JsonNodes.object().put("model", file.toString()).put("inverted", invert);
        json.put("kernels", backend.name()).put("threads", backend.threads());
        ArrayNode predictions = json.putArray("predictions");
        boolean hinted = invert;
        int code = ExitCode.DONE;
        for (Path image : images) {
            Tensor picture;
            try {
                picture = model.picture(console.path(image));
            } catch (DataException e) {
                console.say(Failure.line(e));
                code = ExitCode.FAILED;
                continue;
            }
            Optional<String> hint = hinted ? Optional.empty() : LightPicture.hint(model, file, image, picture);
            hint.ifPresent(console.err()::println);
            hinted |= hint.isPresent();
            Prediction prediction = predict(model, image, invert ? Images.inverted(picture) : picture);
            List<Prediction.Ranked> ranked = prediction.top(top);
            predictions.add(json(image, ranked));
            people.println(Printable.line(image.toString()));
            int width = ranked.stream().mapToInt(one -> Printable.line(one.label()).length()).max().orElse(0);
            ranked.forEach(one -> people.println(line(one, width)));
        }
        if (common.json && !predictions.isEmpty()) {
            console.print(json);
        }
        return code;
    }

    private static Prediction predict(Model model, Path image, Tensor picture) {
        try {
            return model.predict(picture);
        } catch (NotFiniteException e) {
            throw CommandException.failed(image + ": " + e.getMessage());
        }
    }

    private static String line(Prediction.Ranked one, int width) {
        String text = String.format(
                Locale.ROOT, "  %-" + width + "s  %5.1f %%  %s", Printable.line(one.label()), 100 * one.probability(),
                "█".repeat(Math.round(BAR * one.probability())));
        return text.stripTrailing();
    }

    private static ObjectNode json(Path image, List<Prediction.Ranked> ranked) {
        ObjectNode json = JsonNodes.object().put("file", image.toString());
        ArrayNode top = json.putArray("top");
        for (Prediction.Ranked one : ranked) {
            ObjectNode entry = top.addObject().put("label", one.label());
            entry.set("probability", JsonNodes.number(one.probability()));
        }
        return json;
    }
}
