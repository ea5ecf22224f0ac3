package dev.fovea.bench.peers;

import dev.fovea.nn.Dropout;
import dev.fovea.nn.Layer;
import dev.fovea.nn.Network;
import dev.fovea.nn.Residual;
import dev.fovea.nn.Sequential;
import dev.fovea.optim.Optimizer;
import dev.fovea.optim.Sgd;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import java.util.List;

/// A network that engines run side by side.
///
/// @param id as the command takes it
/// @param network with cross-entropy on its logits as the loss
/// @param optimizer at a constant rate
/// @param batch images in a training step and in a batch to predict
/// @param trains false where it only predicts
record Contest(String id, Network network, Optimizer optimizer, int batch, boolean trains) {
    private static final long IMAGES = 1;
    /// Batches of images that take turns.
    static final int BATCHES = 4;

    static Contest of(String id, Shape input, Layer layers, Optimizer optimizer, int batch) {
        return new Contest(id, new Network(input, layers), optimizer, batch, true);
    }

    Contest predictingOnly() {
        return new Contest(id, network, optimizer, batch, false);
    }

    /// Without dropout and for small batches: what engines can be checked on against each other.
    Contest checked(int batch) {
        return new Contest(id, new Network(network.input(), plain(network.layers())), optimizer, batch, trains);
    }

    /// With momentum in Nesterov's form, for engines that have no other.
    Contest nesterov() {
        return optimizer instanceof Sgd sgd && sgd.momentum() > 0
                ? new Contest(id, network, sgd.nesterov(), batch, trains)
                : this;
    }

    int classes() {
        return Math.toIntExact(network.output().size());
    }

    /// Images one after the other, height × width × channels each, the same for every engine.
    float[] images(int count) {
        return images(0, count);
    }

    /// Those of one of the [#BATCHES].
    float[] batchOfImages(int index) {
        return images(index * batch, batch);
    }

    private float[] images(int first, int count) {
        int size = Math.toIntExact(network.input().size());
        float[] values = new float[count * size];
        Seed seed = Seed.of(IMAGES);
        long offset = (long) first * size;
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) seed.uniform(offset + i);
        }
        return values;
    }

    /// The classes of the images: in turn.
    int[] labels(int count) {
        return labels(0, count);
    }

    /// See [#batchOfImages].
    int[] batchOfLabels(int index) {
        return labels(index * batch, batch);
    }

    private int[] labels(int first, int count) {
        int classes = classes();
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            labels[i] = (first + i) % classes;
        }
        return labels;
    }

    private static Layer plain(Layer layer) {
        return switch (layer) {
            case Sequential all -> new Sequential(plain(all.layers()));
            case Residual block -> new Residual(plain(block.body()), plain(block.shortcut()), block.activation());
            default -> layer;
        };
    }

    private static List<Layer> plain(List<Layer> layers) {
        return layers.stream().filter(layer -> !(layer instanceof Dropout)).map(Contest::plain).toList();
    }
}
