package dev.fovea.data.augment;

import dev.fovea.data.Transform;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;

/// Cuts out a part of random area and aspect, and brings it to one size by bilinear interpolation.
///
/// The part has a share of the image's area, uniform from `least` to `most`, and an aspect, width to height,
/// from `1 / aspect` to `aspect`, uniform in its logarithm. Where ten draws do not fit into the image, it is the
/// largest centred part with an aspect of that range.
///
/// C. Szegedy et al., "Going deeper with convolutions", 2015, section 6, with 0.08, 1 and 4/3.
///
/// @param height rows of the result, at least 1
/// @param width columns of the result, at least 1
/// @param least share of the area, above 0
/// @param most share of the area, at most 1
/// @param aspect the greatest, at least 1
public record RandomResizedCrop(int height, int width, float least, float most, float aspect) implements Transform {
    private static final int TRIES = 10;

    public RandomResizedCrop {
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException("a crop needs at least 1 row and 1 column: got " + height + "×" + width);
        }
        Bounds.requireShares(least, most);
        Bounds.requireAspect(aspect);
    }

    /// Parts of 8 to 100 % of the area with aspects from 3:4 to 4:3.
    public static RandomResizedCrop to(int height, int width) {
        return new RandomResizedCrop(height, width, .08f, 1, 4f / 3);
    }

    public RandomResizedCrop area(double least, double most) {
        return new RandomResizedCrop(height, width, (float) least, (float) most, aspect);
    }

    public RandomResizedCrop aspect(double aspect) {
        return new RandomResizedCrop(height, width, least, most, (float) aspect);
    }

    @Override
    public Shape shape(Shape in) {
        return Shape.of(height, width, Extents.image(in, this).dim(2));
    }

    @Override
    public int draws() {
        return 2 * TRIES + 2;
    }

    @Override
    public void apply(float[] image, int from, Shape in, float[] into, int offset, Seed seed, long counter) {
        int rows = in.dim(0);
        int columns = in.dim(1);
        for (int i = 0; i < TRIES; i++) {
            double area = Bounds.draw(least, most, seed, counter + 2 * i) * rows * columns;
            double ratio = Bounds.aspect(aspect, seed, counter + 2 * i + 1);
            int wide = (int) Math.round(Math.sqrt(area * ratio));
            int high = (int) Math.round(Math.sqrt(area / ratio));
            if (wide >= 1 && wide <= columns && high >= 1 && high <= rows) {
                int top = seed.below(rows - high + 1, counter + 2 * TRIES);
                int left = seed.below(columns - wide + 1, counter + 2 * TRIES + 1);
                Interpolation.BILINEAR.resize(
                        image, from, in, top, left, high, wide, into, offset, height, width);
                return;
            }
        }
        middle(image, from, in, into, offset);
    }

    private void middle(float[] image, int from, Shape in, float[] into, int offset) {
        int high = Math.clamp(Math.round(in.dim(1) * aspect), 1, in.dim(0));
        int wide = Math.clamp(Math.round(in.dim(0) * aspect), 1, in.dim(1));
        Interpolation.BILINEAR.resize(
                image, from, in, (in.dim(0) - high) / 2, (in.dim(1) - wide) / 2, high, wide, into, offset, height,
                width);
    }

    @Override
    public String toString() {
        return "RandomResizedCrop.to(" + height + ", " + width + ").area(" + least + ", " + most + ").aspect(" + aspect
                + ")";
    }
}
