package dev.fovea.lab.measure;

import dev.fovea.data.ArrayDataset;
import dev.fovea.data.Dataset;
import dev.fovea.nn.Network;
import dev.fovea.tensor.Seed;
import java.util.stream.IntStream;

/// Random images for measuring: what they show makes no step slower or faster.
public final class RandomImages {
    private RandomImages() {}

    /// Images of a network's input, with its classes in turn.
    public static Dataset of(Network network, int count) {
        int classes = Math.toIntExact(network.output().size());
        float[] values = new float[Math.toIntExact(count * network.input().size())];
        Seed seed = Seed.of(1);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) seed.uniform(i);
        }
        int[] labels = IntStream.range(0, count).map(i -> i % classes).toArray();
        return ArrayDataset.of(
                network.input(), values, labels,
                IntStream.range(0, classes).mapToObj(Integer::toString).toList());
    }
}
