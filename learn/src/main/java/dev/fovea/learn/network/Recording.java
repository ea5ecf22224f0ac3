package dev.fovea.learn.network;

import dev.fovea.backend.Backend;
import dev.fovea.data.TrainTestSplit;
import dev.fovea.json.JsonArray;
import dev.fovea.json.JsonNull;
import dev.fovea.json.JsonNumber;
import dev.fovea.json.JsonObject;
import dev.fovea.model.Model;
import dev.fovea.optim.Sgd;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Tensor;
import dev.fovea.train.Evaluator;
import dev.fovea.train.Fit;
import java.util.ArrayList;
import java.util.List;

/// A small network while it is trained, from the same random beginning at several rates: a frame every few steps.
///
/// @param runs one for each rate
public record Recording(List<Run> runs) {
    private static final int FRAMES = 40;
    private static final int STEPS = 6;
    private static final int BATCH = 32;
    private static final String FILTERS = "conv2d.filters";

    public Recording {
        runs = List.copyOf(runs);
    }

    /// One training.
    public record Run(double rate, List<Frame> frames) {
        public Run {
            frames = List.copyOf(frames);
        }
    }

    /// Where it stands.
    ///
    /// @param step how many steps are done
    /// @param loss mean cross-entropy of the test digits
    /// @param accuracy share of the test digits that are right
    /// @param filters of the first layer
    public record Frame(int step, double loss, double accuracy, Tensor filters) {}

    /// Plain gradient descent at three rates.
    public static Recording of(TrainTestSplit digits, Backend backend) {
        List<Run> runs = new ArrayList<>();
        for (double rate : new double[] {.02, .2, 2}) {
            Model model = ScreenNetwork.untrained(digits, Seed.of(1), backend);
            List<Frame> frames = new ArrayList<>(List.of(frame(model, digits, 0)));
            Fit fit = Fit.epochs(1).steps(STEPS).batch(BATCH).optimizer(Sgd.of(rate));
            for (int i = 1; i <= FRAMES; i++) {
                model.fit(digits.train(), fit);
                frames.add(frame(model, digits, i * STEPS));
            }
            runs.add(new Run(rate, frames));
        }
        return new Recording(runs);
    }

    private static Frame frame(Model model, TrainTestSplit digits, int step) {
        Evaluator.Result result = model.evaluate(digits.test());
        return new Frame(step, result.score().loss(), result.score().accuracy(), model.read(FILTERS));
    }

    /// As the page gets it.
    public JsonObject json() {
        return JsonObject.builder().put("runs", JsonArray.of(runs, Recording::json)).build();
    }

    private static JsonObject json(Run run) {
        return JsonObject.builder()
                .put("rate", JsonNumber.of(run.rate()))
                .put("frames", JsonArray.of(run.frames(), Recording::json))
                .build();
    }

    private static JsonObject json(Frame frame) {
        return JsonObject.builder()
                .put("step", frame.step())
                .put("loss", Double.isFinite(frame.loss()) ? JsonNumber.of(frame.loss()) : JsonNull.NULL)
                .put("accuracy", JsonNumber.of(frame.accuracy()))
                .put("filters", InsightJson.tensor(frame.filters()))
                .build();
    }
}
