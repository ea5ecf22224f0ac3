package dev.fovea.data.augment;

import dev.fovea.data.Mixing;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;

/// Blends each image of a batch with another: `y = λ x[i] + (1 − λ) x[j]`, labels likewise, with one λ from
/// Beta(alpha, alpha) for the batch and j = size − 1 − i, a random image where batches are shuffled.
///
/// H. Zhang, M. Cisse, Y. N. Dauphin and D. Lopez-Paz, "mixup: Beyond empirical risk minimization", 2018, with
/// alpha 1 for CIFAR-10 and 0.2 for ImageNet.
///
/// @param alpha above 0; small ones leave most images nearly whole
public record Mixup(float alpha) implements Mixing {
    public Mixup {
        Pairs.requireAlpha(alpha);
    }

    public static Mixup of(double alpha) {
        return new Mixup((float) alpha);
    }

    @Override
    public int draws() {
        return Beta.DRAWS;
    }

    @Override
    public void apply(float[] images, Shape sample, float[] labels, int classes, int size, Seed seed, long counter) {
        float share = (float) Beta.draw(alpha, seed, counter);
        Pairs.blend(images, (int) sample.size(), size, share);
        Pairs.blend(labels, classes, size, share);
    }

    @Override
    public String toString() {
        return "Mixup.of(" + alpha + ")";
    }
}
