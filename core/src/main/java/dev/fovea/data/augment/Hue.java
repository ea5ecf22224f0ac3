package dev.fovea.data.augment;

import dev.fovea.data.Transform;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;

/// Turns the hue of all pixels by one share of the colour circle, uniform from −delta to delta; the greatest and
/// the least of a pixel's three values, and so its value and saturation in the hexcone model, stay.
///
/// A. R. Smith, "Color gamut transform pairs", 1978; A. G. Howard, "Some improvements on deep convolutional neural
/// network based image classification", 2013.
///
/// @param delta above 0, at most 0.5, which is half of the circle
public record Hue(float delta) implements Transform {
    public Hue {
        Bounds.require("delta", delta, .5f);
    }

    public static Hue of(double delta) {
        return new Hue((float) delta);
    }

    @Override
    public Shape shape(Shape in) {
        return Extents.colour(in, this);
    }

    @Override
    public int draws() {
        return 1;
    }

    @Override
    public void apply(float[] image, int from, Shape in, float[] into, int offset, Seed seed, long counter) {
        float turn = (float) (6 * Bounds.draw(-delta, delta, seed, counter));
        int size = (int) in.size();
        for (int i = 0; i < size; i += 3) {
            turn(image[from + i], image[from + i + 1], image[from + i + 2], turn, into, offset + i);
        }
    }

    /// @param turn in sixths of the circle, from −3 to 3
    private static void turn(float red, float green, float blue, float turn, float[] into, int to) {
        float most = Math.max(red, Math.max(green, blue));
        float least = Math.min(red, Math.min(green, blue));
        float chroma = most - least;
        float hue = hue(red, green, blue, most, chroma) + turn;
        into[to] = least + chroma * strength(hue);
        into[to + 1] = least + chroma * strength(hue - 2);
        into[to + 2] = least + chroma * strength(hue + 2);
    }

    /// From −1 to 5: red is 0, green 2, blue 4.
    private static float hue(float red, float green, float blue, float most, float chroma) {
        if (chroma == 0) {
            return 0;
        }
        if (most == red) {
            return (green - blue) / chroma;
        }
        return most == green ? 2 + (blue - red) / chroma : 4 + (red - green) / chroma;
    }

    /// How much of a primary a hue holds that is so many sixths away from it: 1 up to one sixth, 0 from two on.
    private static float strength(float distance) {
        float sixths = distance - 6 * (float) Math.floor(distance / 6 + .5f);
        return Math.clamp(2 - Math.abs(sixths), 0f, 1f);
    }

    @Override
    public String toString() {
        return "Hue.of(" + delta + ")";
    }
}
