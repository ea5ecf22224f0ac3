package dev.fovea.data;

import dev.fovea.tensor.Seed;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/// A data set in two parts that share no image: one trains, the other tells how well it goes.
public record Holdout(Dataset train, Dataset validation) {
    /// A random part for validation, drawn from all images whatever their classes: [#stratified] draws from each class.
    /// The same for the same seed. Both parts keep the images' order.
    ///
    /// @param fraction of the images, above 0 and below 1; each part gets at least one image
    public static Holdout of(Dataset dataset, double fraction, Seed seed) {
        requireShare(fraction);
        int count = Math.clamp(Math.round(dataset.size() * fraction), 1, Math.max(1, dataset.size() - 1));
        int[] order = seed.derive("split").permutation(dataset.size());
        return of(dataset, Arrays.copyOfRange(order, count, order.length), Arrays.copyOf(order, count));
    }

    /// A random part of each class for validation; the same for the same seed. Both parts keep the images' order.
    ///
    /// @param fraction of the images of each class, above 0 and below 1, rounded; of a class with at least three images
    ///     each part gets at least one. Of the classes with two images so many give one as make the fraction of all of
    ///     theirs, rounded; an image that is the only one of its class trains
    /// @throws DataException if no class has two images
    public static Holdout stratified(Dataset dataset, double fraction, Seed seed) {
        return stratified(dataset, fraction, seed, _ -> true);
    }

    /// The same, drawn from all images, without those that are not `kept`: whether one is left out moves no other from
    /// one part to the other.
    ///
    /// @param kept by the image's index
    /// @throws DataException if no class has two images, or nothing is left of a part
    public static Holdout stratified(Dataset dataset, double fraction, Seed seed, IntPredicate kept) {
        requireShare(fraction);
        int[][] members = members(dataset);
        int classes = members.length;
        int[] counts = counts(members, fraction, seed);
        IntStream.Builder train = IntStream.builder();
        IntStream.Builder held = IntStream.builder();
        for (int k = 0; k < classes; k++) {
            int[] own = members[k];
            int count = counts[k];
            int[] order = seed.derive("stratified").derive(k).permutation(own.length);
            for (int i = 0; i < own.length; i++) {
                (i < count ? held : train).add(own[order[i]]);
            }
        }
        int[] validation = held.build().toArray();
        if (validation.length == 0) {
            throw new DataException("no class has 2 images, of which one could be held out: got " + dataset.size()
                    + " images of " + classes + " classes");
        }
        int[] learned = train.build().filter(kept).toArray();
        int[] measured = IntStream.of(validation).filter(kept).toArray();
        if (learned.length == 0 || measured.length == 0) {
            throw new DataException("nothing is left of the images that "
                    + (learned.length == 0 ? "train" : "are held out"));
        }
        return of(dataset, learned, measured);
    }

    /// The images of each class, in their order.
    private static int[][] members(Dataset dataset) {
        int[] sizes = new int[dataset.labels().size()];
        for (int i = 0; i < dataset.size(); i++) {
            sizes[dataset.label(i)]++;
        }
        int[][] members = new int[sizes.length][];
        Arrays.setAll(members, k -> new int[sizes[k]]);
        for (int i = dataset.size() - 1; i >= 0; i--) {
            int k = dataset.label(i);
            members[k][--sizes[k]] = i;
        }
        return members;
    }

    /// How many images of each class are held out.
    private static int[] counts(int[][] members, double fraction, Seed seed) {
        int[] counts = new int[members.length];
        int all = 0;
        for (int k = 0; k < members.length; k++) {
            int own = members[k].length;
            counts[k] = own < 3 ? 0 : Math.clamp(Math.round(own * fraction), 1, own - 1);
            all += counts[k];
        }
        int[] pairs = IntStream.range(0, members.length).filter(k -> members[k].length == 2).toArray();
        if (pairs.length > 0) {
            int giving = Math.clamp(Math.round(2 * pairs.length * fraction), all == 0 ? 1 : 0, pairs.length);
            int[] order = seed.derive("stratified").derive("pairs").permutation(pairs.length);
            for (int i = 0; i < giving; i++) {
                counts[pairs[order[i]]] = 1;
            }
        }
        return counts;
    }

    private static void requireShare(double fraction) {
        if (!(fraction > 0 && fraction < 1)) {
            throw new IllegalArgumentException("the validation part must be above 0 and below 1: got " + fraction);
        }
    }

    /// The first `count` images train, the others validate.
    public static Holdout first(Dataset dataset, int count) {
        return new Holdout(Subset.first(dataset, count), Subset.range(dataset, count, dataset.size()));
    }

    private static Holdout of(Dataset dataset, int[] train, int[] validation) {
        Arrays.sort(train);
        Arrays.sort(validation);
        return new Holdout(Subset.of(dataset, train), Subset.of(dataset, validation));
    }
}
