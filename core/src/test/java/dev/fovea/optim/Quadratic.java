package dev.fovea.optim;

import dev.fovea.tensor.Seed;
import java.util.List;

/// A convex loss with known minimum, ½·Σ cᵢ·(wᵢ − tᵢ)², and a plain training loop over it.
final class Quadratic {
    static final int SIZE = 37;
    static final int FROM = 3;
    static final int TO = 34;

    final float[] parameters = new float[SIZE];
    final float[] gradients = new float[SIZE];
    private final double[] curvature = new double[SIZE];
    private final double[] target = new double[SIZE];

    Quadratic() {
        Seed seed = Seed.of(7);
        for (int i = 0; i < SIZE; i++) {
            curvature[i] = 0.5 + seed.uniform(i);
            target[i] = seed.normal(SIZE + i);
            parameters[i] = (float) seed.normal(3 * SIZE + i);
        }
    }

    double loss() {
        double loss = 0;
        for (int i = FROM; i < TO; i++) {
            loss += curvature[i] * Math.pow(parameters[i] - target[i], 2) / 2;
        }
        return loss;
    }

    void differentiate() {
        for (int i = 0; i < SIZE; i++) {
            gradients[i] = (float) (curvature[i] * (parameters[i] - target[i]));
        }
    }

    /// Parameters after some steps, ten of which make an epoch.
    float[] train(Optimizer optimizer, Clip clip, int steps) {
        List<Group> groups = List.of(new Group("w", FROM, TO, 1, optimizer.weightDecay(), true));
        float[][] slots = new float[optimizer.slots().size()][SIZE];
        for (int step = 0; step < steps; step++) {
            differentiate();
            clip.apply(gradients, groups);
            float rate = (float) optimizer.schedule().rate(new Position(step, 10, steps));
            optimizer.update(step + 1, rate, optimizer.weightDecay(), parameters, gradients, slots, FROM, TO);
        }
        return parameters;
    }
}
