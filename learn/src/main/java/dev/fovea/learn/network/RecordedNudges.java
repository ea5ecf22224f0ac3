package dev.fovea.learn.network;

import dev.fovea.backend.Backend;
import dev.fovea.data.TrainTestSplit;
import dev.fovea.json.JsonArray;
import dev.fovea.json.JsonNumber;
import dev.fovea.json.JsonObject;
import dev.fovea.tensor.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Nudges of some weights of a network in the midst of learning, for pages that cannot ask an engine: all weights of
/// the first filters, and of each output that weight of the dense layer whose slope is steepest.
public final class RecordedNudges {
    private static final double RATE = .2;
    private static final int STEPS = 40;
    private static final String DENSE = "dense.weights";
    private static final int OUTPUTS = 10;

    private final LiveTraining training;

    private RecordedNudges(LiveTraining training) {
        this.training = training;
    }

    /// Trains the network: once for the page, and for those who later ask for other weights.
    public static RecordedNudges of(TrainTestSplit digits, Backend backend) {
        LiveTraining training = new LiveTraining(digits, Seed.of(Recording.SEED), RATE, backend);
        training.step(STEPS);
        return new RecordedNudges(training);
    }

    LiveTraining training() {
        return training;
    }

    /// As the page gets them.
    ///
    /// @param live whether an engine answers: then one is enough to begin with
    public JsonObject json(boolean live) {
        LossProbe probe = training.probe();
        int first = WeightNudge.steepest(probe, LiveTraining.FILTERS, 1).getFirst();
        List<WeightNudge> nudges = new ArrayList<>(List.of(WeightNudge.of(probe, LiveTraining.FILTERS, first)));
        if (!live) {
            int weights = probe.slopes(LiveTraining.FILTERS).each().values().length;
            IntStream.range(0, weights).filter(i -> i != first)
                    .forEach(i -> nudges.add(WeightNudge.of(probe, LiveTraining.FILTERS, i)));
            WeightNudge.steepest(probe, DENSE, OUTPUTS).forEach(i -> nudges.add(WeightNudge.of(probe, DENSE, i)));
        }
        JsonObject.Builder json = JsonObject.builder();
        training.json(nudges.getFirst()).fields().forEach(json::put);
        return json.put("seed", Recording.SEED)
                .put("rate", JsonNumber.of(RATE))
                .put("pictures", LossProbe.PICTURES)
                .put("nudges", JsonArray.of(nudges, WeightNudge::json))
                .build();
    }
}
