package dev.fovea.lab.run;

import dev.fovea.backend.Backend;
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

/// What a run came to, as `result.json` keeps it: [RunResultJson] writes and reads it.
///
/// @param recipe its id
/// @param digest the fingerprint of the recipe
/// @param dataDigest the fingerprint of what it does with data; null of a run from before there was one
/// @param kernels all that trained it, the last at the end
/// @param epochs begun in all
/// @param steps done in all
/// @param parameters of the network
/// @param train over the last epoch, as it was trained; null of a file that does not say
/// @param validation after the last epoch; null without validation images
/// @param measured on the test images; null for a run that was interrupted
/// @param all speed of the whole training, what was trained before it was resumed included
/// @param thisRun the same since it was last started; null of a run from before that was noted
/// @param waiting share of the time that the trainer waited for images
/// @param machine where it was trained last
/// @param date of its end, as `2026-01-31`
/// @param commit the versions of Fovea that trained it; empty before it is known
public record RunResult(
        String recipe, String digest, @Nullable String dataDigest, long seed, String kernels, int threads, int epochs,
        long steps, long parameters, Settings settings, @Nullable Outcome train, @Nullable Outcome validation,
        @Nullable Measured measured, Speed all, @Nullable Speed thisRun, double waiting, boolean interrupted,
        String machine, String date, String commit) {

    /// What the user decided.
    ///
    /// @param steps 0 for all steps of the epochs
    public record Settings(int epochs, long steps, int batch, StepSize stepSize) {
        static Settings of(Fit fit, StepSize stepSize) {
            return new Settings(fit.epochs(), fit.steps(), fit.batch(), stepSize);
        }
    }

    /// How well a network did on some images.
    ///
    /// @param loss NaN where it is not finite
    /// @param correct images that are right; -1 where only the share is kept
    /// @param count images; -1 likewise
    public record Outcome(double loss, double accuracy, long correct, long count) {
        static final long UNKNOWN = -1;

        public static Outcome of(Score score) {
            return new Outcome(score.loss(), score.accuracy(), score.correct(), score.count());
        }

        /// The share alone; null of no images.
        static @Nullable Outcome share(@Nullable Score score) {
            return score == null || score.count() == 0
                    ? null
                    : new Outcome(score.loss(), score.accuracy(), UNKNOWN, UNKNOWN);
        }

        boolean isCounted() {
            return count != UNKNOWN;
        }

        /// Of what is counted.
        public Score score() {
            return new Score(loss, correct, count);
        }
    }

    /// How well a finished model does.
    ///
    /// @param top5 the share of test images whose label is among the five highest scores; NaN where it is not known
    /// @param first on the first test images alone; null where the article measured all
    /// @param baseline of what remembers the training images; null where there are too many
    /// @param nearZero the share of weights, biases aside, that are less than .01 from 0; NaN where it is not known
    public record Measured(
            Outcome test, double top5, @Nullable Outcome first, @Nullable Double baseline, double nearZero) {
        private static final float NEAR = 0.01f;

        public static Measured of(Model model, Recipe recipe, Recipe.Parts parts, Fit fit) {
            Evaluator.Result all = model.evaluate(parts.test(), fit.loss());
            int images = recipe.published().images();
            Outcome first = images == 0
                    ? null
                    : Outcome.of(model.evaluate(Subset.first(parts.test(), images), fit.loss()).score());
            return new Measured(Outcome.of(all.score()), all.top5(), first, Baseline.accuracy(parts), nearZero(model));
        }

        private static double nearZero(Model model) {
            long near = 0;
            long all = 0;
            for (var parameter : model.parameters().entrySet()) {
                if (parameter.getValue().rank() > 1) {
                    float[] weights = model.read(parameter.getKey()).values();
                    all += weights.length;
                    for (float weight : weights) {
                        near += Math.abs(weight) < NEAR ? 1 : 0;
                    }
                }
            }
            return (double) near / all;
        }
    }

    /// How fast a training was.
    ///
    /// @param imagesPerSecond NaN where no step was trained
    /// @param seconds of training steps
    public record Speed(double imagesPerSecond, double seconds) {
        static Speed of(long images, double seconds) {
            return new Speed(seconds == 0 ? Double.NaN : images / seconds, seconds);
        }
    }

    /// How long a training took in all, what was trained before it was resumed included.
    public record Pace(double seconds, long images) {
        public static Pace of(List<Event.EpochDone> history) {
            double seconds = history.stream().mapToDouble(Event.EpochDone::seconds).sum();
            long images = history.stream().mapToLong(epoch -> epoch.train().count()).sum();
            return new Pace(seconds, images);
        }

        public Speed speed() {
            return Speed.of(images, seconds);
        }
    }

    /// @param measured null for a run that was interrupted
    public static RunResult of(
            Recipe recipe, Fit fit, StepSize stepSize, Backend backend, Trainer trainer, Trainer.Result result,
            @Nullable Measured measured) {
        return new RunResult(
                recipe.id(), recipe.digest(), recipe.dataDigest(), fit.seed().value(), backend.name(),
                backend.threads(), result.epochs(), result.steps(),
                trainer.subject().store().parameters().size(), Settings.of(fit, stepSize),
                Outcome.share(result.train()), Outcome.share(result.validation()), measured,
                Pace.of(trainer.history()).speed(), Speed.of(result.images(), result.seconds()),
                result.waiting(), result.interrupted(), Machine.name(), LocalDate.now().toString(), "");
    }

    /// The same of a run that was trained by these builds and kernels, the last at the end.
    public RunResult by(List<String> builds, List<String> kernels) {
        return new RunResult(
                recipe, digest, dataDigest, seed, kernels.isEmpty() ? this.kernels : String.join("; ", kernels),
                threads, epochs, steps, parameters, settings, train, validation, measured, all, thisRun, waiting,
                interrupted, machine, date, String.join("; ", builds));
    }
}
