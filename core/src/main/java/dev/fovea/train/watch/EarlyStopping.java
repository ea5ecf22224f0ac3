package dev.fovea.train.watch;

import dev.fovea.metric.Score;
import dev.fovea.train.Callback;
import dev.fovea.train.Event;
import dev.fovea.train.Fit;
import org.jspecify.annotations.Nullable;

/// Ends a training once the validation score has not become better for some epochs:
/// `EarlyStopping.of(5)`, `EarlyStopping.of(5).byAccuracy().change(0.001)`. A resumed training counts
/// the epochs before it too.
public final class EarlyStopping implements Callback {
    private final Rule rule;
    private @Nullable Score best;
    private int waited;

    private EarlyStopping(Rule rule) {
        this.rule = rule;
    }

    /// What of a score is watched.
    public enum Watch {
        LOSS,
        ACCURACY
    }

    /// When a score is better than another, and for how long to wait for one that is.
    ///
    /// @param patience epochs without a better score, at least 1
    /// @param change how much better it has to be, 0 or above
    public record Rule(Watch watch, int patience, double change) {
        public Rule {
            if (patience < 1) {
                throw new IllegalArgumentException("EarlyStopping: patience must be at least 1 epoch: got " + patience);
            }
            if (!(change >= 0)) {
                throw new IllegalArgumentException("EarlyStopping: change must be 0 or above: got " + change);
            }
        }

        /// Whether a score is better than the best before, if any; one whose loss is not finite never is.
        public boolean isBetter(Score score, @Nullable Score best) {
            double gain = switch (watch) {
                case LOSS -> (best == null ? Double.POSITIVE_INFINITY : best.loss()) - score.loss();
                case ACCURACY -> score.accuracy() - (best == null ? Double.NEGATIVE_INFINITY : best.accuracy());
            };
            return gain > change && Double.isFinite(score.loss());
        }
    }

    /// Stops after `patience` epochs without a lower validation loss.
    public static EarlyStopping of(int patience) {
        return of(new Rule(Watch.LOSS, patience, 0));
    }

    public static EarlyStopping of(Rule rule) {
        return new EarlyStopping(rule);
    }

    /// Watches the accuracy instead of the loss.
    public EarlyStopping byAccuracy() {
        return of(new Rule(Watch.ACCURACY, rule.patience, rule.change));
    }

    /// The least change that counts.
    public EarlyStopping change(double change) {
        return of(new Rule(rule.watch, rule.patience, change));
    }

    public Rule rule() {
        return rule;
    }

    @Override
    public void on(Event event) {
        switch (event) {
            case Event.Restored restored -> {
                reset();
                // Epochs before there was validation decide nothing.
                restored.history().stream().filter(done -> done.validation() != null).forEach(this::count);
            }
            case Event.Started started when started.firstStep() == 0 -> reset();
            case Event.EpochDone epoch -> count(epoch);
            case Event.Started _, Event.StepDone _, Event.CheckpointSaved _, Event.Finished _, Event.Interrupted _ -> {}
        }
    }

    private void reset() {
        best = null;
        waited = 0;
    }

    private void count(Event.EpochDone epoch) {
        Score score = epoch.validation();
        if (score == null) {
            throw new IllegalStateException(
                    "early stopping needs validation images: got none; set some apart, such as Fit.validate(0.1)");
        }
        if (rule.isBetter(score, best)) {
            best = score;
            waited = 0;
        } else {
            waited++;
        }
    }

    @Override
    public boolean needsValidation() {
        return true;
    }

    @Override
    public boolean stop() {
        return waited >= rule.patience;
    }

    @Override
    public String toString() {
        return "no better " + (rule.watch == Watch.LOSS ? "loss" : "accuracy") + " for " + rule.patience + " epochs";
    }
}
