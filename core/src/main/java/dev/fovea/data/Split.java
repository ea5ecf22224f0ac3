package dev.fovea.data;

import dev.fovea.tensor.Seed;
import java.util.Arrays;

/// A data set in two parts that share no image: one trains, the other tells how well it goes.
public record Split(Dataset train, Dataset validation) {
    /// A random part for validation; the same for the same seed. Both parts keep the images' order.
    ///
    /// @param fraction of the images, above 0 and below 1; each part gets at least one image
    public static Split of(Dataset dataset, double fraction, Seed seed) {
        if (!(fraction > 0 && fraction < 1)) {
            throw new IllegalArgumentException("the validation part must be above 0 and below 1: got " + fraction);
        }
        int count = Math.clamp(Math.round(dataset.size() * fraction), 1, Math.max(1, dataset.size() - 1));
        int[] order = seed.derive("split").permutation(dataset.size());
        return of(dataset, Arrays.copyOfRange(order, count, order.length), Arrays.copyOf(order, count));
    }

    /// The first `count` images train, the others validate.
    public static Split first(Dataset dataset, int count) {
        return new Split(Subset.first(dataset, count), Subset.range(dataset, count, dataset.size()));
    }

    private static Split of(Dataset dataset, int[] train, int[] validation) {
        Arrays.sort(train);
        Arrays.sort(validation);
        return new Split(Subset.of(dataset, train), Subset.of(dataset, validation));
    }
}
