package dev.fovea.explain.example;

import dev.fovea.data.Transform;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.List;

/// What may happen to a picture of one channel on its way to a network, by a strength.
enum Disturbance {
    /// Moved to the right by whole pixels; what comes in is dark.
    SHIFT {
        @Override
        float pixel(Tensor image, int row, int column, float strength, Seed seed) {
            return at(image, row, column - Math.round(strength));
        }
    },
    /// Turned clockwise about its middle by degrees, by bilinear interpolation.
    TURN {
        @Override
        float pixel(Tensor image, int row, int column, float strength, Seed seed) {
            double angle = StrictMath.toRadians(strength);
            double y = row - (image.shape().dim(0) - 1) / 2.;
            double x = column - (image.shape().dim(1) - 1) / 2.;
            double cos = StrictMath.cos(angle);
            double sin = StrictMath.sin(angle);
            double fromY = cos * y - sin * x + (image.shape().dim(0) - 1) / 2.;
            double fromX = sin * y + cos * x + (image.shape().dim(1) - 1) / 2.;
            int top = (int) Math.floor(fromY);
            int left = (int) Math.floor(fromX);
            double down = fromY - top;
            double right = fromX - left;
            return (float) ((1 - down) * ((1 - right) * at(image, top, left) + right * at(image, top, left + 1))
                    + down * ((1 - right) * at(image, top + 1, left) + right * at(image, top + 1, left + 1)));
        }
    },
    /// Light from the upper left that fades towards the lower right; nothing is lighter than 1.
    GLARE {
        @Override
        float pixel(Tensor image, int row, int column, float strength, Seed seed) {
            float faded = 1 - (float) (row + column) / (image.shape().dim(0) + image.shape().dim(1) - 2);
            return Math.min(1, image.at(row, column, 0) + strength * faded);
        }
    },
    /// To each pixel a normal number with this deviation is added; the sum stays between 0 and 1.
    NOISE {
        @Override
        float pixel(Tensor image, int row, int column, float strength, Seed seed) {
            double noise = strength * seed.normal((long) row * image.shape().dim(1) + column);
            return (float) Math.clamp(image.at(row, column, 0) + noise, 0, 1);
        }
    };

    /// One pixel of the disturbed picture.
    abstract float pixel(Tensor image, int row, int column, float strength, Seed seed);

    private static float at(Tensor image, int row, int column) {
        boolean inside = row >= 0 && column >= 0 && row < image.shape().dim(0) && column < image.shape().dim(1);
        return inside ? image.at(row, column, 0) : 0;
    }

    /// @param image height × width × 1, from 0 to 1
    /// @param seed of this picture's noise
    Tensor apply(Tensor image, float strength, Seed seed) {
        Tensor disturbed = Tensor.zeros(image.shape());
        int width = image.shape().dim(1);
        for (int i = 0; i < disturbed.values().length; i++) {
            disturbed.values()[i] = pixel(image, i / width, i % width, strength, seed);
        }
        return disturbed;
    }

    /// This disturbance by a strength that is uniform from `least` to `most`.
    Range between(float least, float most) {
        return new Range(this, least, most);
    }

    /// Strengths of one disturbance.
    record Range(Disturbance kind, float least, float most) {}

    /// For training: each picture as it is or, equally often, under one of these.
    static Transform oneOf(Range... ranges) {
        return new OneOf(List.of(ranges));
    }

    private record OneOf(List<Range> ranges) implements Transform {
        @Override
        public Shape shape(Shape in) {
            return in;
        }

        @Override
        public int draws() {
            return 2;
        }

        @Override
        public void apply(float[] image, int from, Shape in, float[] into, int offset, Seed seed, long counter) {
            Tensor picture = Tensor.zeros(in);
            System.arraycopy(image, from, picture.values(), 0, picture.values().length);
            int which = seed.below(ranges.size() + 1, counter);
            if (which < ranges.size()) {
                Range range = ranges.get(which);
                double strength = range.least + (range.most - range.least) * seed.uniform(counter + 1);
                picture = range.kind.apply(picture, (float) strength, seed.derive(counter));
            }
            System.arraycopy(picture.values(), 0, into, offset, picture.values().length);
        }
    }
}
