package dev.fovea.data;

import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// How a data set becomes batches: shuffled by epoch, transformed, normalised. [#open] starts the work.
///
/// Order and content depend on the seed alone, never on the number of workers, and any batch of any
/// epoch can be the first.
///
/// @param dataset where images come from
/// @param batchSize images in a batch; the last of an epoch may be smaller
/// @param seed of order and transforms
/// @param shuffle a new random order in each epoch
/// @param dropLast leave out an epoch's last batch if it is smaller
/// @param transforms applied one after the other to values from 0 to 1
/// @param mixing applied to whole batches after everything else
/// @param preprocessing applied last to each image; null for none
/// @param epochs how many epochs there are; [#ENDLESS] for no end
/// @param workers threads that fill batches; 0 fills each batch when it is asked for, in the caller's thread
/// @param depth batches in memory, at least 2
public record Loader(
        Dataset dataset,
        int batchSize,
        Seed seed,
        boolean shuffle,
        boolean dropLast,
        List<Transform> transforms,
        List<Mixing> mixing,
        @Nullable Preprocessing preprocessing,
        long epochs,
        int workers,
        int depth) {
    /// Epochs without end.
    public static final long ENDLESS = Long.MAX_VALUE;

    public Loader {
        transforms = List.copyOf(transforms);
        mixing = List.copyOf(mixing);
        require(batchSize >= 1, "batch size must be at least 1: got " + batchSize);
        require(epochs >= 1, "epochs must be at least 1: got " + epochs);
        require(workers >= 0, "workers must be at least 0: got " + workers);
        require(depth >= 2, "depth must be at least 2: got " + depth);
        Shape shape = shape(dataset, transforms, preprocessing);
        mixing.forEach(mixture -> mixture.require(shape));
        long floats = batchSize * shape.size();
        require(
                floats <= Integer.MAX_VALUE - 8,
                "a batch of " + batchSize + " images of " + shape + " needs " + floats
                        + " floats, more than an array holds: lower the batch size");
        require(
                !dropLast || batchSize <= dataset.size(),
                "no batch is full: got batch size " + batchSize + " and " + dataset.size()
                        + " images; lower the batch size or keep the last batch");
    }

    /// Batches in the data set's order, without changes, by one worker (two where there are many processors).
    public static Loader of(Dataset dataset, int batchSize, Seed seed) {
        int workers = Runtime.getRuntime().availableProcessors() >= 8 ? 2 : 1;
        return new Loader(dataset, batchSize, seed, false, false, List.of(), List.of(), null, ENDLESS, workers, 4);
    }

    /// A new random order in each epoch.
    public Loader shuffled() {
        return with(draft -> draft.shuffle = true);
    }

    /// Leaves out an epoch's last batch if it is smaller than the others.
    public Loader droppingLast() {
        return with(draft -> draft.dropLast = true);
    }

    public Loader transforms(List<Transform> transforms) {
        return with(draft -> draft.transforms = transforms);
    }

    /// Mixes the images and labels of each batch; [Batch#rows] then holds the labels.
    public Loader mixing(List<Mixing> mixing) {
        return with(draft -> draft.mixing = mixing);
    }

    public Loader preprocessing(@Nullable Preprocessing preprocessing) {
        return with(draft -> draft.preprocessing = preprocessing);
    }

    public Loader epochs(long epochs) {
        return with(draft -> draft.epochs = epochs);
    }

    public Loader workers(int workers) {
        return with(draft -> draft.workers = workers);
    }

    public Loader depth(int depth) {
        return with(draft -> draft.depth = depth);
    }

    /// A copy in the making: what a wither does not set stays as it is here.
    private final class Draft {
        boolean shuffle = shuffle();
        boolean dropLast = dropLast();
        List<Transform> transforms = transforms();
        List<Mixing> mixing = mixing();
        @Nullable Preprocessing preprocessing = preprocessing();
        long epochs = epochs();
        int workers = workers();
        int depth = depth();

        Loader loader() {
            return new Loader(
                    dataset, batchSize, seed, shuffle, dropLast, transforms, mixing, preprocessing, epochs, workers,
                    depth);
        }
    }

    private Loader with(Consumer<Draft> change) {
        Draft draft = new Draft();
        change.accept(draft);
        return draft.loader();
    }

    /// The shape of one image of a batch.
    public Shape sample() {
        return shape(dataset, transforms, preprocessing);
    }

    /// Batches in one epoch.
    public int batchesPerEpoch() {
        int full = dataset.size() / batchSize;
        return dropLast || dataset.size() % batchSize == 0 ? full : full + 1;
    }

    /// Starts with the first batch of epoch 0.
    public Batches open() {
        return open(0, 0);
    }

    /// Starts with any batch.
    ///
    /// @param epoch from 0
    /// @param batch from 0; [#batchesPerEpoch] means the first of the next epoch
    public Batches open(long epoch, int batch) {
        require(
                epoch >= 0 && batch >= 0 && batch <= batchesPerEpoch(),
                "no batch " + batch + " of epoch " + epoch + ": an epoch has " + batchesPerEpoch());
        return new Batches(this, epoch * batchesPerEpoch() + batch);
    }

    private static Shape shape(Dataset dataset, List<Transform> transforms, @Nullable Preprocessing preprocessing) {
        Shape shape = dataset.sample();
        for (Transform transform : transforms) {
            shape = transform.shape(shape);
        }
        if (preprocessing == null) {
            return shape;
        }
        require(
                shape.equals(preprocessing.shape()) || shape.equals(preprocessing.image()),
                "preprocessing must fit the images: got images of " + shape + " and " + preprocessing);
        return preprocessing.shape();
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
