package dev.fovea.optim;

import java.util.List;

/// RMSProp: the gradient divided by the root of its running mean square.
///
/// With gradient g, parameter w, rate η, momentum μ, weight decay λ:
/// ```
/// g ← g + λ·w
/// s ← ρ·s + (1 − ρ)·g²
/// w ← w − η·g / (√s + ε)                          (without momentum)
/// b ← μ·b + g / (√s + ε),   w ← w − η·b           (with momentum)
/// ```
/// This is libtorch's form. Keras 3 divides by √(s + ε) and takes ρ = 0.9, ε = 1e−7; its momentum holds
/// the rate as well. Older Keras adds ε outside the root as here: `RmsProp.of(rate).rho(0.9).epsilon(1e-7)`.
///
/// Hinton, "Neural networks for machine learning", lecture 6e, 2012.
///
/// @param rho share of the mean square that is kept in a step
/// @param epsilon keeps the divisor above 0
/// @param momentum from 0, none, to below 1
public record RmsProp(Schedule schedule, double rho, double epsilon, float momentum, float weightDecay)
        implements Optimizer {
    public RmsProp {
        Settings.belowOne("RmsProp", "rho", rho);
        Settings.positive("RmsProp", "epsilon", (float) epsilon);
        Settings.belowOne("RmsProp", "momentum", momentum);
        Settings.notNegative("RmsProp", "weightDecay", weightDecay);
    }

    /// RMSProp at a constant rate with ρ = 0.99, ε = 1e−8, no momentum.
    public static RmsProp of(double rate) {
        return of(ConstantRate.of(rate));
    }

    public static RmsProp of(Schedule schedule) {
        return new RmsProp(schedule, 0.99, 1e-8, 0, 0);
    }

    public RmsProp schedule(Schedule schedule) {
        return new RmsProp(schedule, rho, epsilon, momentum, weightDecay);
    }

    public RmsProp rho(double rho) {
        return new RmsProp(schedule, rho, epsilon, momentum, weightDecay);
    }

    public RmsProp epsilon(double epsilon) {
        return new RmsProp(schedule, rho, epsilon, momentum, weightDecay);
    }

    public RmsProp momentum(double momentum) {
        return new RmsProp(schedule, rho, epsilon, (float) momentum, weightDecay);
    }

    public RmsProp weightDecay(double weightDecay) {
        return new RmsProp(schedule, rho, epsilon, momentum, (float) weightDecay);
    }

    @Override
    public List<String> slots() {
        return momentum == 0 ? List.of("square") : List.of("square", "momentum");
    }

    @Override
    public void update(
            long step, float rate, float weightDecay, float[] parameters, float[] gradients, float[][] slots,
            int from, int to) {
        if (momentum == 0) {
            plain(rate, weightDecay, parameters, gradients, slots[0], from, to);
        } else {
            momentum(rate, weightDecay, momentum, parameters, gradients, slots[0], slots[1], from, to);
        }
    }

    private void plain(
            float rate, float weightDecay, float[] parameters, float[] gradients, float[] square, int from, int to) {
        float keep = (float) rho;
        float add = (float) (1 - rho);
        float floor = (float) epsilon;
        for (int i = from; i < to; i++) {
            float w = parameters[i];
            float g = gradients[i] + weightDecay * w;
            float s = keep * square[i] + add * g * g;
            square[i] = s;
            parameters[i] = w - rate * g / ((float) Math.sqrt(s) + floor);
        }
    }

    private void momentum(
            float rate, float weightDecay, float momentum, float[] parameters, float[] gradients, float[] square,
            float[] velocity, int from, int to) {
        float keep = (float) rho;
        float add = (float) (1 - rho);
        float floor = (float) epsilon;
        for (int i = from; i < to; i++) {
            float w = parameters[i];
            float g = gradients[i] + weightDecay * w;
            float s = keep * square[i] + add * g * g;
            square[i] = s;
            float b = momentum * velocity[i] + g / ((float) Math.sqrt(s) + floor);
            velocity[i] = b;
            parameters[i] = w - rate * b;
        }
    }
}
