package dev.fovea.data.source;

import dev.fovea.data.TrainTestSplit;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// CIFAR-10: 50,000 + 10,000 colour pictures of 32×32 in ten classes.
///
/// A. Krizhevsky, "Learning multiple layers of features from tiny images", 2009.
public final class Cifar10 {
    private static final String ADDRESS = "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz";
    private static final String FOLDER = "cifar-10-batches-bin";
    private static final String NAMES = "batches.meta.txt";
    private static final List<String> TRAIN =
            List.of("data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin");
    private static final List<String> TEST = List.of("test_batch.bin");

    public static final Source SOURCE = new Source(
            "cifar-10",
            "CIFAR-10",
            Cifar10::load,
            List.of(Download.archive(ADDRESS, "c32a1d4ab5d03f1284b67883e8d87530", FOLDER, files())));

    private Cifar10() {}

    /// Reads the six binary files and `batches.meta.txt` from `data/cifar-10-batches-bin` or from `data` itself.
    ///
    /// @throws dev.fovea.data.DataException one line, if a file is missing or damaged
    public static TrainTestSplit load(Path data) {
        return load(data, 10_000);
    }

    static TrainTestSplit load(Path data, int perFile) {
        DataFolder folder = DataFolder.find(data, "CIFAR-10", FOLDER, files(), ADDRESS);
        List<String> labels = Labels.read(folder.file(NAMES), 10);
        var images = new CifarImages(1, perFile);
        return new TrainTestSplit(images.read(folder, TRAIN, 0, labels), images.read(folder, TEST, 0, labels));
    }

    private static List<String> files() {
        return Stream.of(TRAIN, TEST, List.of(NAMES)).flatMap(List::stream).toList();
    }
}
