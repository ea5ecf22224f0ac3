package dev.fovea.lab.classical;

import dev.fovea.data.ClassNames;
import dev.fovea.data.Dataset;
import dev.fovea.data.NearestNeighbours;
import dev.fovea.lab.run.Baseline;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/// A way to tell pictures apart without a network.
public enum ClassicalMethod {
    /// The class that most of the nearest training images have.
    NEIGHBOURS("neighbours", Baseline.NEIGHBOURS + " nearest neighbours"),
    /// A support vector machine on the pixels.
    SVM("svm", "SVM on pixels"),
    /// A support vector machine on histograms of oriented gradients.
    HOG_SVM("hog-svm", "SVM on HoG");

    private final String id;
    private final String title;

    ClassicalMethod(String id, String title) {
        this.id = id;
        this.title = title;
    }

    /// As names of files have it.
    public String id() {
        return id;
    }

    /// As people read it.
    public String title() {
        return title;
    }

    /// All that decides its numbers.
    public String settings() {
        return switch (this) {
            case NEIGHBOURS -> "k " + Baseline.NEIGHBOURS;
            case SVM -> "RBF kernel, C 1, gamma scale";
            case HOG_SVM -> "HoG of cells 7×7, 9 bins, blocks 2×2; RBF kernel, C 1, gamma scale";
        };
    }

    /// The share of test images whose class is found.
    public double accuracy(Dataset train, Dataset test) {
        return switch (this) {
            case NEIGHBOURS -> NearestNeighbours.of(train, Baseline.NEIGHBOURS).accuracy(test);
            case SVM -> machine(train, test, pixels -> pixels);
            case HOG_SVM -> machine(train, test, OrientedGradients.of(train.sample())::of);
        };
    }

    private static double machine(Dataset train, Dataset images, UnaryOperator<float[]> features) {
        Dataset test = ClassNames.matched(train.labels(), images);
        float[][] samples = IntStream.range(0, train.size()).mapToObj(i -> features.apply(pixels(train, i)))
                .toArray(float[][]::new);
        int[] classes = IntStream.range(0, train.size()).map(train::label).toArray();
        SupportVectorMachine machine = SupportVectorMachine.of(samples, classes);
        long correct = IntStream.range(0, test.size()).parallel()
                .filter(i -> machine.predict(features.apply(pixels(test, i))) == test.label(i))
                .count();
        return (double) correct / test.size();
    }

    private static float[] pixels(Dataset images, int index) {
        float[] pixels = new float[Math.toIntExact(images.sample().size())];
        images.read(index, pixels, 0);
        return pixels;
    }
}
