package dev.fovea.optim;

import java.util.List;

/// Adagrad: the gradient divided by the root of the sum of all its squares so far.
///
/// With gradient g, parameter w, rate η, weight decay λ:
/// ```
/// g ← g + λ·w
/// s ← s + g²
/// w ← w − η·g / (√s + ε)
/// ```
/// Duchi, Hazan and Singer, "Adaptive subgradient methods for online learning and stochastic
/// optimization", 2011. The sum starts at 0, as in libtorch; Keras starts it at 0.1.
///
/// @param epsilon keeps the divisor above 0
public record Adagrad(Schedule schedule, double epsilon, float weightDecay) implements Optimizer {
    public Adagrad {
        Settings.positive("Adagrad", "epsilon", (float) epsilon);
        Settings.notNegative("Adagrad", "weightDecay", weightDecay);
    }

    /// Adagrad at a constant rate with ε = 1e−10.
    public static Adagrad of(double rate) {
        return of(ConstantRate.of(rate));
    }

    public static Adagrad of(Schedule schedule) {
        return new Adagrad(schedule, 1e-10, 0);
    }

    public Adagrad schedule(Schedule schedule) {
        return new Adagrad(schedule, epsilon, weightDecay);
    }

    public Adagrad epsilon(double epsilon) {
        return new Adagrad(schedule, epsilon, weightDecay);
    }

    public Adagrad weightDecay(double weightDecay) {
        return new Adagrad(schedule, epsilon, (float) weightDecay);
    }

    @Override
    public List<String> slots() {
        return List.of("sum");
    }

    @Override
    public void update(
            long step, float rate, float weightDecay, float[] parameters, float[] gradients, float[][] slots,
            int from, int to) {
        update(rate, weightDecay, parameters, gradients, slots[0], from, to);
    }

    private void update(
            float rate, float weightDecay, float[] parameters, float[] gradients, float[] sum, int from, int to) {
        float floor = (float) epsilon;
        for (int i = from; i < to; i++) {
            float w = parameters[i];
            float g = gradients[i] + weightDecay * w;
            float s = sum[i] + g * g;
            sum[i] = s;
            parameters[i] = w - rate * g / ((float) Math.sqrt(s) + floor);
        }
    }
}
