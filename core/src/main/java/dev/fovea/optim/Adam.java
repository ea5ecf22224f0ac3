package dev.fovea.optim;

import java.util.List;

/// Adam: steps along the running mean of the gradient, scaled by its running size.
///
/// With gradient g, parameter w, rate η, weight decay λ, step t from 1:
/// ```
/// g ← g + λ·w
/// m ← β₁·m + (1 − β₁)·g
/// v ← β₂·v + (1 − β₂)·g²
/// w ← w − η/(1 − β₁ᵗ) · m / (√v/√(1 − β₂ᵗ) + ε)
/// ```
/// Kingma and Ba, "Adam: A method for stochastic optimization", 2015, algorithm 1. Here ε joins the
/// corrected √v̂; TensorFlow and Keras add theirs to the uncorrected √v ("ε̂" in the paper), which
/// makes it larger by 1/√(1 − β₂ᵗ) in the first steps.
///
/// @param beta1 share of the mean that is kept in a step
/// @param beta2 share of the squares' mean that is kept in a step
/// @param epsilon keeps the divisor above 0
/// @param weightDecay added to the gradient, so it is scaled with it; [AdamW] decays apart from it
public record Adam(Schedule schedule, double beta1, double beta2, double epsilon, float weightDecay)
        implements Optimizer {
    public Adam {
        Settings.belowOne("Adam", "beta1", beta1);
        Settings.belowOne("Adam", "beta2", beta2);
        Settings.positive("Adam", "epsilon", (float) epsilon);
        Settings.notNegative("Adam", "weightDecay", weightDecay);
    }

    /// Adam at a constant rate with the paper's β₁ = 0.9, β₂ = 0.999, ε = 1e−8.
    public static Adam of(double rate) {
        return of(ConstantRate.of(rate));
    }

    public static Adam of(Schedule schedule) {
        return new Adam(schedule, 0.9, 0.999, 1e-8, 0);
    }

    public Adam schedule(Schedule schedule) {
        return new Adam(schedule, beta1, beta2, epsilon, weightDecay);
    }

    public Adam beta1(double beta1) {
        return new Adam(schedule, beta1, beta2, epsilon, weightDecay);
    }

    public Adam beta2(double beta2) {
        return new Adam(schedule, beta1, beta2, epsilon, weightDecay);
    }

    public Adam epsilon(double epsilon) {
        return new Adam(schedule, beta1, beta2, epsilon, weightDecay);
    }

    public Adam weightDecay(double weightDecay) {
        return new Adam(schedule, beta1, beta2, epsilon, (float) weightDecay);
    }

    @Override
    public List<String> slots() {
        return List.of("mean", "variance");
    }

    @Override
    public void update(
            long step, float rate, float weightDecay, float[] parameters, float[] gradients, float[][] slots,
            int from, int to) {
        float pace = (float) (rate / (1 - WholePower.of(beta1, step)));
        float correction = (float) (1 / Math.sqrt(1 - WholePower.of(beta2, step)));
        update(pace, correction, weightDecay, parameters, gradients, slots[0], slots[1], from, to);
    }

    private void update(
            float pace, float correction, float weightDecay, float[] parameters, float[] gradients, float[] mean,
            float[] variance, int from, int to) {
        float keepMean = (float) beta1;
        float addMean = (float) (1 - beta1);
        float keepVariance = (float) beta2;
        float addVariance = (float) (1 - beta2);
        float floor = (float) epsilon;
        for (int i = from; i < to; i++) {
            float w = parameters[i];
            float g = gradients[i] + weightDecay * w;
            float m = keepMean * mean[i] + addMean * g;
            float v = keepVariance * variance[i] + addVariance * g * g;
            mean[i] = m;
            variance[i] = v;
            parameters[i] = w - pace * m / ((float) Math.sqrt(v) * correction + floor);
        }
    }
}
