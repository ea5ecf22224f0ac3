package dev.fovea.data;

import dev.fovea.tensor.Finite;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Fills batches: reads, transforms and normalises one image after the other. One for each thread.
final class Filler {
    private final Loader loader;
    private final Dataset dataset;
    private final Transform[] transforms;
    private final Seed[] seeds;
    private final Mixing[] mixing;
    private final Seed[] mixingSeeds;
    /// What mixings see.
    private final Shape mixed;
    private final int classes;
    private final int batchesPerEpoch;
    private final Shape[] shapes;
    private final float[][] scratch;
    private final @Nullable Preprocessing preprocessing;
    private final boolean cut;
    private final int sample;
    private final BooleanSupplier stop;

    /// @param stop asked before each image; the rest of the batch is left out when it says true
    Filler(Loader loader, BooleanSupplier stop) {
        this.loader = loader;
        this.stop = stop;
        dataset = loader.dataset();
        preprocessing = loader.preprocessing();
        List<Transform> chain = loader.transforms();
        transforms = chain.toArray(new Transform[0]);
        seeds = new Seed[transforms.length];
        shapes = new Shape[transforms.length + 1];
        shapes[0] = dataset.sample();
        long largest = shapes[0].size();
        for (int i = 0; i < transforms.length; i++) {
            seeds[i] = loader.seed().derive("transform").derive(i);
            shapes[i + 1] = transforms[i].shape(shapes[i]);
            largest = Math.max(largest, shapes[i + 1].size());
        }
        Shape made = shapes[transforms.length];
        cut = preprocessing != null && !made.equals(preprocessing.shape());
        scratch = new float[2][transforms.length == 0 && !cut ? 0 : Math.toIntExact(largest)];
        sample = Math.toIntExact(loader.sample().size());
        mixing = loader.mixing().toArray(new Mixing[0]);
        mixingSeeds = new Seed[mixing.length];
        for (int i = 0; i < mixing.length; i++) {
            mixingSeeds[i] = loader.seed().derive("mixing").derive(i);
        }
        mixed = loader.sample();
        classes = dataset.labels().size();
        batchesPerEpoch = loader.batchesPerEpoch();
    }

    /// Makes the images and labels that the batch's indices name.
    void fill(Batch batch) {
        for (int i = 0; i < batch.size() && !stop.getAsBoolean(); i++) {
            int index = batch.indices()[i];
            try {
                batch.labels()[i] = dataset.label(index);
                image(batch, index, i * sample);
                requireFinite(batch, index, i * sample);
            } catch (DataException e) {
                throw e;
            } catch (RuntimeException e) {
                throw new DataException("image " + index + " of the data set cannot be loaded: " + e, e);
            }
        }
        if (mixing.length > 0 && !stop.getAsBoolean()) {
            mix(batch);
        }
    }

    /// Refuses an image that is not finite; the message says whether it was so before it was transformed.
    private void requireFinite(Batch batch, int index, int offset) {
        int at = Finite.first(batch.images(), offset, offset + sample);
        if (at >= 0) {
            float[] source = new float[Math.toIntExact(dataset.sample().size())];
            dataset.read(index, source, 0);
            FiniteImages.require(dataset.name(index), dataset.sample(), source, 0);
            throw FiniteImages.made(dataset.name(index), mixed, batch.images()[at], at - offset, loader);
        }
    }

    /// Mixes the batch; each image's class is then the heaviest of its row.
    private void mix(Batch batch) {
        float[] rows = batch.rows();
        Arrays.fill(rows, 0, batch.size() * classes, 0);
        for (int i = 0; i < batch.size(); i++) {
            rows[i * classes + (int) batch.labels()[i]] = 1;
        }
        long number = batch.epoch() * batchesPerEpoch + batch.number();
        for (int i = 0; i < mixing.length; i++) {
            try {
                mixing[i].apply(
                        batch.images(), mixed, rows, classes, batch.size(), mixingSeeds[i],
                        number * mixing[i].draws());
            } catch (RuntimeException e) {
                throw new DataException(
                        "batch " + batch.number() + " of epoch " + batch.epoch() + " cannot be mixed by "
                        + mixing[i] + ": " + e, e);
            }
        }
        for (int i = 0; i < batch.size(); i++) {
            batch.labels()[i] = heaviest(rows, i * classes);
        }
    }

    private int heaviest(float[] rows, int row) {
        int best = 0;
        for (int k = 1; k < classes; k++) {
            best = rows[row + k] > rows[row + best] ? k : best;
        }
        return best;
    }

    private void image(Batch batch, int index, int offset) {
        int last = cut ? transforms.length : transforms.length - 1;
        if (last < 0) {
            dataset.read(index, batch.images(), offset);
        } else {
            dataset.read(index, scratch[0], 0);
        }
        long image = batch.epoch() * dataset.size() + index;
        for (int i = 0; i < transforms.length; i++) {
            float[] into = i == last ? batch.images() : scratch[(i + 1) % 2];
            long counter = image * transforms[i].draws();
            transforms[i].apply(scratch[i % 2], 0, shapes[i], into, i == last ? offset : 0, seeds[i], counter);
        }
        if (preprocessing != null) {
            if (cut) {
                preprocessing.cut(scratch[last % 2], 0, batch.images(), offset);
            }
            preprocessing.apply(batch.images(), offset);
        }
    }
}
