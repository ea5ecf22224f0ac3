package dev.fovea.data.source;

import dev.fovea.data.TrainTestSplit;
import java.nio.file.Path;
import java.util.List;

/// CIFAR-100: 50,000 + 10,000 colour pictures of 32×32 in a hundred fine classes, which form twenty
/// coarse ones.
///
/// A. Krizhevsky, "Learning multiple layers of features from tiny images", 2009.
public final class Cifar100 {
    private static final String ADDRESS = "https://www.cs.toronto.edu/~kriz/cifar-100-binary.tar.gz";
    private static final String FOLDER = "cifar-100-binary";
    private static final String TRAIN = "train.bin";
    private static final String TEST = "test.bin";

    /// Which of the two label bytes of a record counts.
    enum Level {
        COARSE("coarse_label_names.txt", 20),
        FINE("fine_label_names.txt", 100);

        private final String names;
        private final int classes;

        Level(String names, int classes) {
            this.names = names;
            this.classes = classes;
        }
    }

    public static final Source SOURCE = new Source(
            "cifar-100",
            "CIFAR-100",
            Cifar100::load,
            List.of(Download.archive(ADDRESS, "03b5dce01913d631647c71ecec9e9cb8", FOLDER, files())));

    private Cifar100() {}

    /// Reads `train.bin`, `test.bin` and the names of the hundred fine classes from
    /// `data/cifar-100-binary` or from `data` itself.
    ///
    /// @throws dev.fovea.data.DataException one line, if a file is missing or damaged
    public static TrainTestSplit load(Path data) {
        return load(data, Level.FINE, 50_000, 10_000);
    }

    /// As [#load], with the twenty coarse classes.
    public static TrainTestSplit loadCoarse(Path data) {
        return load(data, Level.COARSE, 50_000, 10_000);
    }

    static TrainTestSplit load(Path data, Level level, int train, int test) {
        DataFolder folder = DataFolder.find(data, "CIFAR-100", FOLDER, files(), ADDRESS);
        List<String> labels = Labels.read(folder.file(level.names), level.classes);
        return new TrainTestSplit(
                new CifarImages(2, train).read(folder, List.of(TRAIN), level.ordinal(), labels),
                new CifarImages(2, test).read(folder, List.of(TEST), level.ordinal(), labels));
    }

    private static List<String> files() {
        return List.of(TRAIN, TEST, Level.FINE.names, Level.COARSE.names);
    }
}
