package dev.fovea.optim;

import java.util.List;

/// Stochastic gradient descent, with momentum where wanted.
///
/// With gradient g, parameter w, rate η, momentum μ and weight decay λ:
/// ```
/// g ← g + λ·w
/// v ← μ·v + g
/// w ← w − η·v               (plain momentum)
/// w ← w − η·(g + μ·v)       (Nesterov)
/// ```
/// The rate is not part of v, so a change of rate acts at once. Momentum: Polyak, "Some methods of
/// speeding up the convergence of iteration methods", 1964. Nesterov's form: Sutskever et al., "On the
/// importance of initialization and momentum in deep learning", 2013.
///
/// @param momentum from 0, none, to below 1
/// @param lookAhead whether the form is Nesterov's, which needs a momentum
public record Sgd(Schedule schedule, float momentum, boolean lookAhead, float weightDecay) implements Optimizer {
    public Sgd {
        Settings.belowOne("Sgd", "momentum", momentum);
        Settings.notNegative("Sgd", "weightDecay", weightDecay);
        if (lookAhead && momentum == 0) {
            throw new IllegalArgumentException(
                    "Sgd: nesterov needs a momentum above 0: got 0; set momentum before nesterov");
        }
    }

    /// Plain descent at a constant rate.
    public static Sgd of(double rate) {
        return of(ConstantRate.of(rate));
    }

    public static Sgd of(Schedule schedule) {
        return new Sgd(schedule, 0, false, 0);
    }

    public Sgd schedule(Schedule schedule) {
        return new Sgd(schedule, momentum, lookAhead, weightDecay);
    }

    public Sgd momentum(double momentum) {
        return new Sgd(schedule, (float) momentum, lookAhead, weightDecay);
    }

    /// This rule in Nesterov's form; give the momentum first.
    public Sgd nesterov() {
        return new Sgd(schedule, momentum, true, weightDecay);
    }

    public Sgd weightDecay(double weightDecay) {
        return new Sgd(schedule, momentum, lookAhead, (float) weightDecay);
    }

    @Override
    public List<String> slots() {
        return momentum == 0 ? List.of() : List.of("momentum");
    }

    @Override
    public void update(
            long step, float rate, float weightDecay, float[] parameters, float[] gradients, float[][] slots,
            int from, int to) {
        if (momentum == 0) {
            plain(rate, weightDecay, parameters, gradients, from, to);
        } else if (lookAhead) {
            nesterov(rate, weightDecay, momentum, parameters, gradients, slots[0], from, to);
        } else {
            momentum(rate, weightDecay, momentum, parameters, gradients, slots[0], from, to);
        }
    }

    private static void plain(float rate, float weightDecay, float[] parameters, float[] gradients, int from, int to) {
        for (int i = from; i < to; i++) {
            float w = parameters[i];
            parameters[i] = w - rate * (gradients[i] + weightDecay * w);
        }
    }

    private static void momentum(
            float rate, float weightDecay, float momentum, float[] parameters, float[] gradients, float[] velocity,
            int from, int to) {
        for (int i = from; i < to; i++) {
            float w = parameters[i];
            float v = momentum * velocity[i] + (gradients[i] + weightDecay * w);
            velocity[i] = v;
            parameters[i] = w - rate * v;
        }
    }

    private static void nesterov(
            float rate, float weightDecay, float momentum, float[] parameters, float[] gradients, float[] velocity,
            int from, int to) {
        for (int i = from; i < to; i++) {
            float w = parameters[i];
            float g = gradients[i] + weightDecay * w;
            float v = momentum * velocity[i] + g;
            velocity[i] = v;
            parameters[i] = w - rate * (g + momentum * v);
        }
    }
}
