package dev.fovea.learn.network;

import dev.fovea.backend.Backend;
import dev.fovea.data.TrainTestSplit;
import dev.fovea.json.JsonArray;
import dev.fovea.json.JsonNumber;
import dev.fovea.json.JsonObject;
import dev.fovea.tensor.Seed;
import java.util.ArrayList;
import java.util.List;

/// A small network while it is trained, from the same random beginning at several rates: a frame every few steps.
public final class Recording {
    static final int SEED = 1;
    private static final int FRAMES = 40;
    private static final int STEPS = 6;

    private final List<Run> runs;

    private Recording(List<Run> runs) {
        this.runs = List.copyOf(runs);
    }

    /// One training.
    record Run(double rate, List<TrainingFrame> frames) {
        Run {
            frames = List.copyOf(frames);
        }
    }

    /// Plain gradient descent at three rates.
    public static Recording of(TrainTestSplit digits, Backend backend) {
        List<Run> runs = new ArrayList<>();
        for (double rate : new double[] {.02, .2, 2}) {
            LiveTraining training = new LiveTraining(digits, Seed.of(SEED), rate, backend);
            List<TrainingFrame> frames = new ArrayList<>(List.of(training.frame()));
            while (frames.size() <= FRAMES && frames.getLast().ended() == null) {
                frames.add(training.step(STEPS));
            }
            runs.add(new Run(rate, frames));
        }
        return new Recording(runs);
    }

    List<Run> runs() {
        return runs;
    }

    /// As the page gets it.
    public JsonObject json() {
        return JsonObject.builder().put("seed", SEED).put("runs", JsonArray.of(runs, Recording::json)).build();
    }

    private static JsonObject json(Run run) {
        return JsonObject.builder()
                .put("rate", JsonNumber.of(run.rate()))
                .put("frames", JsonArray.of(run.frames(), TrainingFrame::json))
                .build();
    }
}
