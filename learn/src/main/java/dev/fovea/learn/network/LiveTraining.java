package dev.fovea.learn.network;

import dev.fovea.backend.Backend;
import dev.fovea.data.TrainTestSplit;
import dev.fovea.json.Json;
import dev.fovea.json.JsonObject;
import dev.fovea.metric.Score;
import dev.fovea.model.Model;
import dev.fovea.optim.Sgd;
import dev.fovea.tensor.Seed;
import dev.fovea.train.Callback;
import dev.fovea.train.Event;
import dev.fovea.train.Fit;
import dev.fovea.train.NotFiniteException;
import dev.fovea.train.Trainer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A small network that learns the built-in digits by plain gradient descent, as many steps at a time as one asks for.
/// It comes to the same bits however its steps are asked for. One caller at a time.
final class LiveTraining {
    private static final int EPOCHS = 500;
    private static final int BATCH = 32;
    /// The weights of the first layer.
    static final String FILTERS = "conv2d.filters";

    private final TrainTestSplit digits;
    private final Model model;
    private final Trainer trainer;
    private final LossProbe probe;
    private TrainingFrame frame;

    /// @param seed of the first weights and of the order of the digits
    /// @param rate by which gradients are multiplied, above 0
    LiveTraining(TrainTestSplit digits, Seed seed, double rate, Backend backend) {
        this.digits = digits;
        model = ScreenNetwork.untrained(digits, seed, backend);
        trainer = model.trainer(
                Fit.epochs(EPOCHS).batch(BATCH).optimizer(Sgd.of(rate)).seed(seed), digits.train(), null, null);
        probe = new LossProbe(model, digits.test());
        frame = seen(List.of());
    }

    /// Takes so many steps, or fewer if it ends before.
    TrainingFrame step(int steps) {
        if (frame.ended() != null) {
            return frame;
        }
        Taken taken = new Taken(trainer.progress().step() + steps);
        try {
            trainer.run(List.of(taken));
            frame = seen(taken.losses);
        } catch (NotFiniteException e) {
            frame = frame.ended(trainer.progress().step(), taken.losses, String.valueOf(e.getMessage()));
        }
        return frame;
    }

    private TrainingFrame seen(List<Float> losses) {
        Score score = model.evaluate(digits.test()).score();
        return new TrainingFrame(
                trainer.progress().step(), losses, score.loss(), score.accuracy(), model.read(FILTERS),
                probe.gradients(), null);
    }

    /// Where it stands.
    TrainingFrame frame() {
        return frame;
    }

    /// Steps that it can take in all.
    long most() {
        return trainer.totalSteps();
    }

    /// The loss of some digits as a function of its weights as they are now.
    LossProbe probe() {
        return probe;
    }

    /// One weight's nudge, with the weights of all layers, among which the page lets one choose.
    JsonObject json(WeightNudge nudge) {
        Map<String, Json> weights = new LinkedHashMap<>();
        probe.weights().forEach((name, tensor) -> weights.put(name, InsightJson.tensor(tensor)));
        return JsonObject.builder()
                .put("step", frame.step())
                .put("weights", new JsonObject(weights))
                .put("nudge", nudge.json())
                .build();
    }

    /// Notes each step's loss, and ends the run after a step.
    private static final class Taken implements Callback {
        private final long last;
        private final List<Float> losses = new ArrayList<>();
        private long done;

        Taken(long last) {
            this.last = last;
        }

        @Override
        public void on(Event event) {
            if (event instanceof Event.StepDone step) {
                losses.add(step.loss());
                done = step.step();
            }
        }

        @Override
        public boolean stop() {
            return done >= last;
        }
    }
}
