package dev.fovea.learn;

import dev.fovea.backend.Backend;
import dev.fovea.data.ArrayDataset;
import dev.fovea.data.Dataset;
import dev.fovea.data.Preprocessing;
import dev.fovea.learn.network.Insight;
import dev.fovea.model.Model;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.MaxPool2D;
import dev.fovea.nn.Network;
import dev.fovea.nn.Sequential;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import dev.fovea.train.Codecs;
import java.util.List;
import java.util.stream.IntStream;

/// A network that computes 2.4 million values of a picture, with random weights, and pictures of random dots.
final class LargeNetwork {
    static final Shape INPUT = Shape.of(96, 96, 3);
    static final int CLASSES = 30;
    static final int MAPS = 64;
    private static final int PICTURES = 4;

    private LargeNetwork() {}

    static Dataset pictures() {
        Seed seed = Seed.of(11);
        int sample = Math.toIntExact(INPUT.size());
        float[] values = new float[PICTURES * sample];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) seed.uniform(i);
        }
        List<String> labels = IntStream.range(0, CLASSES).mapToObj(i -> "kind " + i).toList();
        return ArrayDataset.of(INPUT, values, IntStream.range(0, PICTURES).toArray(), labels);
    }

    static Insight insight(Backend backend) {
        Dataset pictures = pictures();
        Sequential layers = Sequential.of(
                Conv2D.of(MAPS, 3).same().relu(), Conv2D.of(MAPS, 3).same().relu(), MaxPool2D.of(4), Flatten.of(),
                Dense.of(40).relu(), Dense.of(CLASSES));
        return Insight.of(Model.of(
                "large", new Network(INPUT, layers), Preprocessing.of(pictures), pictures.labels(), Seed.of(5), backend,
                Codecs.registered()));
    }
}
