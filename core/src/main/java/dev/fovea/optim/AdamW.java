package dev.fovea.optim;

import java.util.List;

/// Adam with weight decay apart from the gradient, so that it is not scaled by the gradient's size.
///
/// With gradient g, parameter w, rate η, weight decay λ, step t from 1:
/// ```
/// w ← w − η·λ·w
/// m ← β₁·m + (1 − β₁)·g
/// v ← β₂·v + (1 − β₂)·g²
/// w ← w − η/(1 − β₁ᵗ) · m / (√v/√(1 − β₂ᵗ) + ε)
/// ```
/// Loshchilov and Hutter, "Decoupled weight decay regularization", 2019.
///
/// @param beta1 share of the mean that is kept in a step
/// @param beta2 share of the squares' mean that is kept in a step
/// @param epsilon keeps the divisor above 0
/// @param weightDecay share of a parameter that goes in a step, times the rate
public record AdamW(Schedule schedule, double beta1, double beta2, double epsilon, float weightDecay)
        implements Optimizer {
    public AdamW {
        Settings.belowOne("AdamW", "beta1", beta1);
        Settings.belowOne("AdamW", "beta2", beta2);
        Settings.positive("AdamW", "epsilon", (float) epsilon);
        Settings.notNegative("AdamW", "weightDecay", weightDecay);
    }

    /// AdamW at a constant rate with β₁ = 0.9, β₂ = 0.999, ε = 1e−8 and weight decay 0.01.
    public static AdamW of(double rate) {
        return of(ConstantRate.of(rate));
    }

    public static AdamW of(Schedule schedule) {
        return new AdamW(schedule, 0.9, 0.999, 1e-8, 0.01f);
    }

    public AdamW schedule(Schedule schedule) {
        return new AdamW(schedule, beta1, beta2, epsilon, weightDecay);
    }

    public AdamW beta1(double beta1) {
        return new AdamW(schedule, beta1, beta2, epsilon, weightDecay);
    }

    public AdamW beta2(double beta2) {
        return new AdamW(schedule, beta1, beta2, epsilon, weightDecay);
    }

    public AdamW epsilon(double epsilon) {
        return new AdamW(schedule, beta1, beta2, epsilon, weightDecay);
    }

    public AdamW weightDecay(double weightDecay) {
        return new AdamW(schedule, beta1, beta2, epsilon, (float) weightDecay);
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
        float keep = (float) (1 - (double) rate * weightDecay);
        update(pace, correction, keep, parameters, gradients, slots[0], slots[1], from, to);
    }

    private void update(
            float pace, float correction, float keep, float[] parameters, float[] gradients, float[] mean,
            float[] variance, int from, int to) {
        float keepMean = (float) beta1;
        float addMean = (float) (1 - beta1);
        float keepVariance = (float) beta2;
        float addVariance = (float) (1 - beta2);
        float floor = (float) epsilon;
        for (int i = from; i < to; i++) {
            float g = gradients[i];
            float m = keepMean * mean[i] + addMean * g;
            float v = keepVariance * variance[i] + addVariance * g * g;
            mean[i] = m;
            variance[i] = v;
            parameters[i] = keep * parameters[i] - pace * m / ((float) Math.sqrt(v) * correction + floor);
        }
    }
}
