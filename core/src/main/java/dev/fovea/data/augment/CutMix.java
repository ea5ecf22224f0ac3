package dev.fovea.data.augment;

import dev.fovea.data.Mixing;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;

/// Swaps a rectangle between each image of a batch and another; labels blend by the areas.
///
/// With λ from Beta(alpha, alpha) the rectangle is height · √(1 − λ) by width · √(1 − λ) pixels with its middle
/// anywhere, cut at the edges; the labels are `λ' t[i] + (1 − λ') t[j]`, λ' the share of the area that stays,
/// and j = size − 1 − i, a random image where batches are shuffled.
///
/// S. Yun, D. Han, S. J. Oh, S. Chun, J. Choe and Y. Yoo, "CutMix: Regularization strategy to train strong
/// classifiers with localizable features", 2019, with alpha 1.
///
/// @param alpha above 0
public record CutMix(float alpha) implements Mixing {
    public CutMix {
        Pairs.requireAlpha(alpha);
    }

    public static CutMix of(double alpha) {
        return new CutMix((float) alpha);
    }

    @Override
    public void require(Shape sample) {
        Extents.image(sample, this);
    }

    @Override
    public int draws() {
        return Beta.DRAWS + 2;
    }

    @Override
    public void apply(float[] images, Shape sample, float[] labels, int classes, int size, Seed seed, long counter) {
        int height = sample.dim(0);
        int width = sample.dim(1);
        double side = Math.sqrt(1 - Beta.draw(alpha, seed, counter));
        int middleY = seed.below(height, counter + Beta.DRAWS);
        int middleX = seed.below(width, counter + Beta.DRAWS + 1);
        int high = (int) (height * side);
        int wide = (int) (width * side);
        int top = Math.max(0, middleY - high / 2);
        int left = Math.max(0, middleX - wide / 2);
        int bottom = Math.min(height, middleY - high / 2 + high);
        int right = Math.min(width, middleX - wide / 2 + wide);
        for (int i = 0; i < size / 2; i++) {
            swap(images, sample, i, size - 1 - i, top, left, bottom, right);
        }
        float share = 1 - (float) ((bottom - top) * (right - left)) / (height * width);
        Pairs.blend(labels, classes, size, share);
    }

    private static void swap(
            float[] images, Shape sample, int a, int b, int top, int left, int bottom, int right) {
        int channels = sample.dim(2);
        int length = (int) sample.size();
        for (int y = top; y < bottom; y++) {
            int row = (y * sample.dim(1) + left) * channels;
            for (int i = row; i < row + (right - left) * channels; i++) {
                float value = images[a * length + i];
                images[a * length + i] = images[b * length + i];
                images[b * length + i] = value;
            }
        }
    }

    @Override
    public String toString() {
        return "CutMix.of(" + alpha + ")";
    }
}
