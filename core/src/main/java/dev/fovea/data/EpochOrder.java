package dev.fovea.data;

import dev.fovea.tensor.Seed;

/// The order of an epoch: which images make up which batch. Not thread-safe.
final class EpochOrder {
    private final Loader loader;
    private final Seed seed;
    private final int batchesPerEpoch;
    private final int[] order;
    private long shuffledEpoch = -1;

    EpochOrder(Loader loader) {
        this.loader = loader;
        seed = loader.seed().derive("order");
        batchesPerEpoch = loader.batchesPerEpoch();
        order = new int[loader.dataset().size()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
    }

    /// Writes the indices of the batch `ticket`, counted over all epochs, into it.
    void fill(Batch batch, long ticket) {
        long epoch = ticket / batchesPerEpoch;
        int number = (int) (ticket % batchesPerEpoch);
        if (loader.shuffle() && epoch != shuffledEpoch) {
            seed.permute(order, epoch * order.length);
            shuffledEpoch = epoch;
        }
        int from = number * loader.batchSize();
        int size = Math.min(loader.batchSize(), order.length - from);
        System.arraycopy(order, from, batch.indices(), 0, size);
        batch.describe(epoch, number, size);
    }
}
