package dev.fovea.data.augment;

import dev.fovea.data.Mixing;
import dev.fovea.data.Transform;
import dev.fovea.tensor.Shape;
import dev.fovea.text.Nearest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// An augmentation as it is written on the command line: `NAME` or `NAME=NUMBER,NUMBER`.
///
/// @param numbers those that were given
public record AugmentationName(String name, double[] numbers) {
    public static AugmentationName of(String text) {
        String[] parts = text.split("=", 2);
        if (parts.length == 1) {
            return new AugmentationName(parts[0], new double[0]);
        }
        try {
            double[] numbers = Arrays.stream(parts[1].split(","))
                    .map(String::strip)
                    .mapToDouble(Double::parseDouble)
                    .toArray();
            return new AugmentationName(parts[0], numbers);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("expected numbers after " + parts[0] + "=, such as " + parts[0]
                    + "=0.5,2: got " + parts[1]);
        }
    }

    /// Of one picture.
    public static Transform transform(String text, Shape shape) {
        AugmentationName name = of(text);
        List<String> names = Augmentations.transforms().stream().map(Augmentation::name).toList();
        if (Augmentations.mixings().stream().anyMatch(one -> one.name().equals(name.name))) {
            throw new IllegalArgumentException(name.name + " mixes whole batches: expected one that changes pictures"
                    + " one by one, such as " + names.getFirst());
        }
        return name.made(Augmentations.transforms(), names, shape);
    }

    public boolean isMixing() {
        return Augmentations.mixings().stream().anyMatch(one -> one.name().equals(name));
    }

    public Mixing mixing(Shape shape) {
        return made(Augmentations.mixings(), all(), shape);
    }

    public Transform transform(Shape shape) {
        return made(Augmentations.transforms(), all(), shape);
    }

    /// The names of all augmentations.
    public static List<String> all() {
        List<String> names = new ArrayList<>();
        Augmentations.transforms().forEach(one -> names.add(one.name()));
        Augmentations.mixings().forEach(one -> names.add(one.name()));
        return names;
    }

    private <T> T made(List<Augmentation<T>> registry, List<String> names, Shape shape) {
        Augmentation<T> known = registry.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no augmentation is named " + name
                        + Nearest.question(name, names) + "; there are " + String.join(", ", names)));
        try {
            return known.of(shape, numbers);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(e.getMessage() + "; expected " + known);
        }
    }
}
