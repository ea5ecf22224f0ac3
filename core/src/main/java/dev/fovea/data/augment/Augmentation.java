package dev.fovea.data.augment;

import dev.fovea.tensor.Shape;
import java.util.Arrays;
import java.util.function.Function;

/// An augmentation by name, made from numbers, as commands take it.
///
/// @param name such as `random-crop`
/// @param arguments what the numbers mean, such as `HEIGHT,WIDTH`; empty for none
/// @param purpose what it does, in a few words
/// @param usual the numbers for images of a shape where none are given
/// @param maker makes it from as many numbers
/// @param <T> [dev.fovea.data.Transform] or [dev.fovea.data.Mixing]
public record Augmentation<T>(
        String name, String arguments, String purpose, Function<Shape, double[]> usual, Function<double[], T> maker) {
    /// With its usual numbers for images of a shape.
    public T usually(Shape image) {
        return maker.apply(usual.apply(image));
    }

    /// With numbers of which the last may be left out: then they are the usual ones.
    ///
    /// @throws IllegalArgumentException if there are too many or one does not fit
    public T of(Shape image, double... given) {
        double[] numbers = usual.apply(image);
        if (given.length > numbers.length) {
            throw new IllegalArgumentException(name + " takes "
                    + (arguments.isEmpty() ? "no numbers" : arguments) + ": got " + Arrays.toString(given));
        }
        System.arraycopy(given, 0, numbers, 0, given.length);
        return maker.apply(numbers);
    }

    /// As it is written: `rotate=DEGREES`.
    @Override
    public String toString() {
        return arguments.isEmpty() ? name : name + "=" + arguments;
    }
}
