package dev.fovea.data.source;

import dev.fovea.data.TrainTestSplit;
import java.nio.file.Path;

/// MNIST: 60,000 + 10,000 handwritten digits, grey, 28×28, light strokes on dark.
///
/// Y. LeCun, L. Bottou, Y. Bengio and P. Haffner, "Gradient-based learning applied to document
/// recognition", Proceedings of the IEEE 86(11), 1998.
public final class Mnist {
    private static final IdxImages SET =
            new IdxImages("MNIST", "mnist", "https://ossci-datasets.s3.amazonaws.com/mnist/", Labels.DIGITS);

    public static final Source SOURCE = new Source(
            "mnist",
            SET.title(),
            Mnist::load,
            SET.downloads(
                    "f68b3c2dcbeaaa9fbdd348bbdeb94873",
                    "d53e105ee54ea40749a09fcbcd1e9432",
                    "9fb629c4189551a2d022fa330f9573f3",
                    "ec29112dd5afa0611ce80d1b7f02629c"),
            true);

    private Mnist() {}

    /// Reads the four IDX files, plain or `.gz`, from `data/mnist` or from `data` itself.
    ///
    /// @throws dev.fovea.data.DataException one line, if a file is missing or damaged
    public static TrainTestSplit load(Path data) {
        return SET.load(data);
    }
}
