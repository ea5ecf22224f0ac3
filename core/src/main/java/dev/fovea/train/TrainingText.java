package dev.fovea.train;

import dev.fovea.data.augment.Augmentations;
import dev.fovea.json.CanonicalText;
import dev.fovea.json.Defaults;
import dev.fovea.json.Wording;
import dev.fovea.nn.Loss;
import dev.fovea.optim.Adagrad;
import dev.fovea.optim.Adam;
import dev.fovea.optim.AdamW;
import dev.fovea.optim.Clip;
import dev.fovea.optim.ConstantRate;
import dev.fovea.optim.Cosine;
import dev.fovea.optim.Exponential;
import dev.fovea.optim.Milestones;
import dev.fovea.optim.OneCycle;
import dev.fovea.optim.Optimizers;
import dev.fovea.optim.ParameterGroup;
import dev.fovea.optim.Piecewise;
import dev.fovea.optim.RmsProp;
import dev.fovea.optim.Schedules;
import dev.fovea.optim.Sgd;
import dev.fovea.optim.StepDecay;
import dev.fovea.optim.Warmup;
import dev.fovea.tensor.Seed;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The canonical text of a [Fit] and of all that is in it: what checkpoints and fingerprints of recipes say of a
/// training.
public final class TrainingText {
    private static final List<Wording<?>> WORDINGS = List.of(
            Wording.fields(Fit.class, "epochs", "steps", "batch", "optimizer", "loss", "clip", "groups", "transforms",
                    "mixing", "seed", "validation", "shuffle", "dropLast"),
            Wording.fields(Seed.class, "value"),
            Wording.fields(Sgd.class, "schedule", "momentum", "lookAhead", "weightDecay"),
            Wording.fields(Adam.class, "schedule", "beta1", "beta2", "epsilon", "weightDecay"),
            Wording.fields(AdamW.class, "schedule", "beta1", "beta2", "epsilon", "weightDecay"),
            Wording.fields(RmsProp.class, "schedule", "rho", "epsilon", "momentum", "weightDecay"),
            Wording.fields(Adagrad.class, "schedule", "epsilon", "weightDecay"),
            Wording.fields(ConstantRate.class, "rate"),
            Wording.fields(StepDecay.class, "rate", "every", "factor"),
            Wording.fields(Exponential.class, "rate", "factor"),
            Wording.fields(Piecewise.class, "rates", "epochs"),
            Wording.fields(Milestones.class, "rate", "factor", "shares"),
            Wording.fields(Cosine.class, "rate", "last"),
            Wording.fields(OneCycle.class, "peak", "rise", "start", "end"),
            Wording.fields(Warmup.class, "epochs", "then"),
            Wording.fields(Loss.CrossEntropy.class, "smoothing"),
            Wording.fields(Loss.SoftCrossEntropy.class, "smoothing"),
            Wording.fields(Loss.ClippedCrossEntropy.class, "least"),
            Wording.fields(Loss.Squares.class),
            Wording.fields(Clip.None.class),
            Wording.fields(Clip.Value.class, "limit"),
            Wording.fields(Clip.Norm.class, "limit"),
            Wording.fields(ParameterGroup.class, "pattern", "rateScale", "weightDecay", "trainable"));

    /// The defaults of what is in no other registry.
    private static final List<Defaults> USUAL = List.of(
            Defaults.of(Fit.epochs(1)),
            Defaults.of(Loss.crossEntropy()),
            Defaults.of(Loss.crossEntropy().soft()),
            Defaults.of((Record) Loss.clippedCrossEntropy(0.5)),
            Defaults.of((Record) Loss.meanSquaredError()),
            Defaults.of((Record) Clip.none()),
            Defaults.of((Record) Clip.value(1)),
            Defaults.of((Record) Clip.norm(1)),
            Defaults.of(ParameterGroup.of("*")));

    private static final CanonicalText WORDS = CanonicalText.of(WORDINGS, usual()).and(Augmentations.text());

    private TrainingText() {}

    private static Map<Class<?>, Defaults> usual() {
        Map<Class<?>, Defaults> usual = new LinkedHashMap<>(Defaults.byType(USUAL));
        usual.putAll(Optimizers.codec().defaults());
        usual.putAll(Schedules.codec().defaults());
        return usual;
    }

    public static CanonicalText words() {
        return WORDS;
    }
}
