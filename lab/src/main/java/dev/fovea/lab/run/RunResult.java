package dev.fovea.lab.run;

import dev.fovea.backend.Backend;
import dev.fovea.data.Dataset;
import dev.fovea.data.Subset;
import dev.fovea.lab.recipe.Recipe;
import dev.fovea.metric.Score;
import dev.fovea.model.Model;
import dev.fovea.train.Evaluator;
import dev.fovea.train.Event;
import dev.fovea.train.Fit;
import dev.fovea.train.Trainer;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// What a run came to, as `--json` prints it and as `result.json` keeps it.
public final class RunResult {
    private RunResult() {}

    /// How well a finished model does.
    ///
    /// @param first on the first test images alone, where the article measured no others
    /// @param top5 the share of test images whose label is among the five highest scores
    /// @param baseline of what remembers the training images; null where there are too many
    public record Measured(Score test, double top5, @Nullable Score first, @Nullable Double baseline) {
        public static Measured of(Model model, Recipe recipe, Recipe.Parts parts, Fit fit) {
            Evaluator.Result all = model.evaluate(parts.test(), fit.loss());
            int images = recipe.published().images();
            return new Measured(
                    all.score(), all.top5(), images == 0 ? null : first(model, parts.test(), images, fit),
                    Baseline.accuracy(parts));
        }

        private static Score first(Model model, Dataset test, int images, Fit fit) {
            return model.evaluate(Subset.first(test, images), fit.loss()).score();
        }
    }

    /// How long a training took in all, and how fast it was, what was trained before it was resumed included.
    ///
    public record Pace(double seconds, long images) {
        public static Pace of(List<Event.EpochDone> history) {
            double seconds = history.stream().mapToDouble(Event.EpochDone::seconds).sum();
            long images = history.stream().mapToLong(epoch -> epoch.train().count()).sum();
            return new Pace(seconds, images);
        }

        /// NaN where no step was trained.
        public double imagesPerSecond() {
            return seconds == 0 ? Double.NaN : images / seconds;
        }
    }

    /// @param measured null for a run that was interrupted
    public static ObjectNode json(
            Recipe recipe, Fit fit, StepSize stepSize, Backend backend, Trainer trainer, Trainer.Result result,
            @Nullable Measured measured) {
        ObjectNode json = JsonNodes.object()
                .put("recipe", recipe.id())
                .put("digest", recipe.digest())
                .put("dataDigest", recipe.dataDigest())
                .put("seed", fit.seed().value())
                .put("kernels", backend.name())
                .put("threads", backend.threads())
                .put("epochs", result.epochs())
                .put("steps", result.steps())
                .put("parameters", trainer.subject().store().parameters().size());
        ObjectNode settings = json.putObject("settings");
        settings.put("epochs", fit.epochs()).put("steps", fit.steps()).put("batch", fit.batch());
        stepSize.write(settings);
        json.set("train", JsonNodes.score(result.train()));
        json.set("validation", JsonNodes.score(result.validation()));
        json.set("test", JsonNodes.counted(measured == null ? null : measured.test()));
        if (measured != null) {
            put(json, measured);
        }
        Pace all = Pace.of(trainer.history());
        json.set("imagesPerSecond", JsonNodes.number(all.imagesPerSecond()));
        json.set("seconds", JsonNodes.number(all.seconds()));
        ObjectNode here = json.putObject("thisRun");
        here.set("imagesPerSecond", JsonNodes.number(result.seconds() == 0 ? Double.NaN : result.imagesPerSecond()));
        here.set("seconds", JsonNodes.number(result.seconds()));
        json.set("waiting", JsonNodes.number(result.waiting()));
        return json.put("interrupted", result.interrupted())
                .put("machine", Machine.name())
                .put("date", LocalDate.now().toString());
    }

    private static void put(ObjectNode json, Measured measured) {
        json.set("top5", JsonNodes.number(measured.top5()));
        if (measured.first() != null) {
            json.set("first", JsonNodes.counted(measured.first()));
        }
        if (measured.baseline() != null) {
            json.putObject("baseline").put("name", Baseline.NAME).put("accuracy", measured.baseline());
        }
    }
}
