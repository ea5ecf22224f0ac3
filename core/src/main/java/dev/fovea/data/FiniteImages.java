package dev.fovea.data;

import dev.fovea.tensor.Finite;
import dev.fovea.tensor.Shape;

/// Images hold numbers. One with NaN or ∞ in it is refused by its name before a network sees it: it would make the loss
/// NaN, or every parameter, and look like a learning rate that is too high.
public final class FiniteImages {
    private FiniteImages() {}

    /// @param name what people call the image
    /// @param from the image's first value
    /// @throws DataException if a value is NaN or infinite
    public static void require(String name, Shape shape, float[] values, int from) {
        int at = Finite.first(values, from, from + Math.toIntExact(shape.size()));
        if (at >= 0) {
            throw new DataException(name + " holds " + values[at] + where(shape, at - from)
                    + ", expected finite numbers, usually from 0 to 1; leave the image out or mend it");
        }
    }

    /// An image that was finite in the data set and is not as the network would see it.
    static DataException made(String name, Shape shape, float value, int at, Loader loader) {
        return new DataException(name + " becomes " + value + where(shape, at) + " on its way to the network, by "
                + (loader.transforms().isEmpty() ? "" : "one of the transforms " + loader.transforms() + " or by ")
                + loader.preprocessing() + "; expected finite numbers; leave the image out or change these");
    }

    private static String where(Shape shape, int at) {
        if (shape.rank() != 3) {
            return " at value " + at;
        }
        int channels = shape.dim(2);
        int width = shape.dim(1);
        return " at row " + at / channels / width + ", column " + at / channels % width + ", channel " + at % channels;
    }
}
