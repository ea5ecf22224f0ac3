package dev.fovea.lab.recipe;

import dev.fovea.data.source.Source;
import dev.fovea.tensor.Shape;

/// What is known of a data set without its files.
///
/// @param train images that train, as published
/// @param test images of the test, as published
record SourceFacts(Shape sample, int classes, int train, int test) {
    private static final int TEST = 10_000;

    static SourceFacts of(Source source) {
        return switch (source.name()) {
            case "digits" -> new SourceFacts(Shape.of(8, 8, 1), 10, 1_437, 360);
            case "mnist", "fashion-mnist" -> new SourceFacts(Shape.of(28, 28, 1), 10, 60_000, TEST);
            case "cifar-10" -> new SourceFacts(Shape.of(32, 32, 3), 10, 50_000, TEST);
            case "cifar-100" -> new SourceFacts(Shape.of(32, 32, 3), 100, 50_000, TEST);
            default -> throw new IllegalArgumentException("nothing is known of the images of " + source.name());
        };
    }

    boolean colour() {
        return sample.dim(2) > 1;
    }
}
