package dev.fovea.lab.run;

import dev.fovea.data.Dataset;
import dev.fovea.data.NearestNeighbours;
import dev.fovea.lab.recipe.Recipe;
import org.jspecify.annotations.Nullable;

/// What remembering the training images gets, without learning.
public final class Baseline {
    public static final int NEIGHBOURS = 3;

    public static final String NAME = NEIGHBOURS + "-nearest-neighbour";

    /// Pairs of images beyond which comparing them all takes too long.
    private static final long MOST_PAIRS = 1_000_000;

    /// Pairs of values, likewise.
    private static final long MOST_VALUES = 2_000_000_000;

    private Baseline() {}

    /// The share of test images found; null where there are too many to compare, or too few.
    static @Nullable Double accuracy(Recipe.Parts parts) {
        long pairs = (long) parts.train().size() * parts.test().size();
        boolean tooMany = pairs > MOST_PAIRS || pairs * parts.test().sample().size() > MOST_VALUES;
        return tooMany || parts.train().size() < NEIGHBOURS ? null : accuracy(parts.train(), parts.test());
    }

    /// However many there are.
    public static double accuracy(Dataset train, Dataset test) {
        return NearestNeighbours.of(train, NEIGHBOURS).accuracy(test);
    }
}
