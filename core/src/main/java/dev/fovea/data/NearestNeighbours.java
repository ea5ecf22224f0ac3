package dev.fovea.data;

import java.util.List;
import java.util.stream.IntStream;

/// The class that most of an image's k nearest training images have: a baseline that learns nothing.
///
/// Distance is Euclidean over the values. Of classes with equal votes the lowest wins, as is usual; of
/// images at equal distance the one that comes first.
public final class NearestNeighbours {
    private static final int STRETCH = 64;

    private final float[][] images;
    private final int[] classes;
    private final List<String> labels;
    private final int k;

    private NearestNeighbours(float[][] images, int[] classes, List<String> labels, int k) {
        this.images = images;
        this.classes = classes;
        this.labels = labels;
        this.k = k;
    }

    /// Remembers the training images.
    ///
    /// @param k how many of them vote, at least 1
    public static NearestNeighbours of(Dataset train, int k) {
        if (k < 1 || k > train.size()) {
            throw new IllegalArgumentException(
                    "k must be from 1 to " + train.size() + ", the images there are: got " + k);
        }
        float[][] images =
                new float[train.size()][Math.toIntExact(train.sample().size())];
        int[] classes = new int[train.size()];
        for (int i = 0; i < images.length; i++) {
            train.read(i, images[i], 0);
            classes[i] = train.label(i);
        }
        return new NearestNeighbours(images, classes, train.labels(), k);
    }

    /// The share of images whose class is found, by its name, from 0 to 1.
    ///
    /// @throws IllegalArgumentException one line that names a class that no training image could have
    public double accuracy(Dataset images) {
        Dataset test = ClassNames.matched(labels, images);
        int values = Math.toIntExact(test.sample().size());
        long correct = IntStream.range(0, test.size())
                .parallel()
                .filter(i -> {
                    float[] image = new float[values];
                    test.read(i, image, 0);
                    return predict(image) == test.label(i);
                })
                .count();
        return (double) correct / test.size();
    }

    /// The class of an image.
    public int predict(float[] image) {
        int[] votes = new int[labels.size()];
        for (int neighbour : nearest(image)) {
            votes[classes[neighbour]]++;
        }
        int best = 0;
        for (int c = 1; c < votes.length; c++) {
            best = votes[c] > votes[best] ? c : best;
        }
        return best;
    }

    /// The k nearest images, nearest first.
    private int[] nearest(float[] image) {
        int[] nearest = new int[k];
        double[] distances = new double[k];
        int count = 0;
        for (int i = 0; i < images.length; i++) {
            double limit = count == k ? distances[k - 1] : Double.POSITIVE_INFINITY;
            double distance = squaredDistance(image, images[i], limit);
            if (distance >= limit) {
                continue;
            }
            int at = count < k ? count++ : k - 1;
            for (; at > 0 && distances[at - 1] > distance; at--) {
                distances[at] = distances[at - 1];
                nearest[at] = nearest[at - 1];
            }
            distances[at] = distance;
            nearest[at] = i;
        }
        return nearest;
    }

    /// Stops counting beyond the limit: most images are far away, which shows early.
    private static double squaredDistance(float[] a, float[] b, double limit) {
        double sum = 0;
        for (int from = 0; from < a.length && sum < limit; from += STRETCH) {
            int to = Math.min(from + STRETCH, a.length);
            for (int i = from; i < to; i++) {
                double difference = a[i] - b[i];
                sum += difference * difference;
            }
        }
        return sum;
    }
}
