package dev.fovea.data.source;

import dev.fovea.data.TrainTestSplit;
import java.nio.file.Path;
import java.util.List;

/// Fashion-MNIST: 60,000 + 10,000 pictures of clothes in the format of MNIST.
///
/// H. Xiao, K. Rasul and R. Vollgraf, "Fashion-MNIST: a novel image dataset for benchmarking machine
/// learning algorithms", arXiv 1708.07747, 2017.
public final class FashionMnist {
    private static final IdxImages SET = new IdxImages(
            "Fashion-MNIST",
            "fashion-mnist",
            "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
            List.of(
                    "T-shirt/top",
                    "Trouser",
                    "Pullover",
                    "Dress",
                    "Coat",
                    "Sandal",
                    "Shirt",
                    "Sneaker",
                    "Bag",
                    "Ankle boot"));

    public static final Source SOURCE = new Source(
            "fashion-mnist",
            SET.title(),
            FashionMnist::load,
            SET.downloads(
                    "8d4fb7e6c68d591d4c3dfef9ec88bf0d",
                    "25c81989df183df01b3e8a0aad5dffbe",
                    "bef4ecab320f06d8554ea6380940ec79",
                    "bb300cfdad3c16e7a12a480ee83cd310"),
            true);

    private FashionMnist() {}

    /// Reads the four IDX files, plain or `.gz`, from `data/fashion-mnist` or from `data` itself.
    ///
    /// @throws dev.fovea.data.DataException one line, if a file is missing or damaged
    public static TrainTestSplit load(Path data) {
        return SET.load(data);
    }
}
