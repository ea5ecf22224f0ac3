package dev.fovea.data.source;

import dev.fovea.data.DataException;
import dev.fovea.data.TrainTestSplit;
import dev.fovea.tensor.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/// The four IDX files of MNIST and of the sets that imitate it.
record IdxImages(String title, String folder, String address, List<String> labels) {
    static final List<String> FILES = List.of(
            "train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte");

    private static final int EDGE = 28;

    TrainTestSplit load(Path data) {
        DataFolder found = DataFolder.find(data, title, folder, FILES, address);
        return new TrainTestSplit(
                part(found.file(FILES.get(0)), found.file(FILES.get(1))),
                part(found.file(FILES.get(2)), found.file(FILES.get(3))));
    }

    private ByteImages part(DataFile imageFile, DataFile labelFile) {
        Idx images = Idx.read(imageFile, 3);
        int[] dims = images.dims();
        if (dims[1] != EDGE || dims[2] != EDGE) {
            throw new DataException(imageFile + ": expected images of 28×28, got " + dims[1] + "×" + dims[2]
                    + "; this is not " + title);
        }
        Idx classes = Idx.read(labelFile, 1);
        if (classes.dims()[0] != dims[0]) {
            throw new DataException(labelFile + ": expected one label for each of the " + dims[0] + " images of "
                    + imageFile + ", got " + classes.dims()[0] + "; the two files belong to different sets");
        }
        var pixels = new ByteImages.Field(images.values(), 0, EDGE * EDGE);
        var labelBytes = new ByteImages.Field(classes.values(), 0, 1);
        return new ByteImages(Shape.of(EDGE, EDGE, 1), dims[0], 255, pixels, labelBytes, labels)
                .checked(_ -> labelFile.toString());
    }

    /// The four files, packed, at an address.
    List<Download> downloads(String... md5) {
        return IntStream.range(0, FILES.size())
                .mapToObj(i -> Download.file(address + FILES.get(i) + ".gz", md5[i], folder))
                .toList();
    }
}
