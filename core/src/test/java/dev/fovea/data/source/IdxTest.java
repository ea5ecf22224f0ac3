package dev.fovea.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.data.DataException;
import dev.fovea.data.Dataset;
import dev.fovea.data.TrainTestSplit;
import dev.fovea.tensor.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// MNIST and Fashion-MNIST, from files made here.
class IdxTest {
    private static final String TRAIN_IMAGES = "train-images-idx3-ubyte";
    private static final String TRAIN_LABELS = "train-labels-idx1-ubyte";
    private static final String TEST_IMAGES = "t10k-images-idx3-ubyte";
    private static final String TEST_LABELS = "t10k-labels-idx1-ubyte";

    @TempDir
    private Path data;

    private Path folder;

    @BeforeEach
    void files() throws IOException {
        folder = Files.createDirectory(data.resolve("mnist"));
        write(TRAIN_IMAGES, images(3, 28, 28));
        write(TRAIN_LABELS, labels(7, 0, 9));
        write(TEST_IMAGES, images(2, 28, 28));
        write(TEST_LABELS, labels(1, 2));
    }

    /// Byte p of image i is i + p.
    private static byte[] images(int count, int height, int width) {
        ByteBuffer bytes = ByteBuffer.allocate(16 + count * height * width);
        bytes.putInt(0x0803).putInt(count).putInt(height).putInt(width);
        for (int i = 0; i < count; i++) {
            for (int p = 0; p < height * width; p++) {
                bytes.put((byte) (i + p));
            }
        }
        return bytes.array();
    }

    private static byte[] labels(int... classes) {
        ByteBuffer bytes = ByteBuffer.allocate(8 + classes.length);
        bytes.putInt(0x0801).putInt(classes.length);
        for (int label : classes) {
            bytes.put((byte) label);
        }
        return bytes.array();
    }

    private static byte[] header(int... numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * numbers.length);
        for (int number : numbers) {
            bytes.putInt(number);
        }
        return bytes.array();
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    private void write(String name, byte[] bytes) throws IOException {
        Files.write(folder.resolve(name), bytes);
    }

    /// Puts packed bytes in the place of a plain file.
    private void pack(String name, byte[] packed) throws IOException {
        Files.delete(folder.resolve(name));
        write(name + ".gz", packed);
    }

    private void assertError(String message) {
        assertError(() -> Mnist.load(data), message);
    }

    private void assertError(ThrowingCallable load, String message) {
        assertThatThrownBy(load).isInstanceOf(DataException.class).hasMessage(message.replace("DIR", data.toString()));
    }

    private static void assertGolden(TrainTestSplit mnist) {
        Dataset train = mnist.train();
        assertThat(train.size()).isEqualTo(3);
        assertThat(mnist.test().size()).isEqualTo(2);
        assertThat(train.sample()).isEqualTo(Shape.of(28, 28, 1));
        assertThat(train.label(0)).isEqualTo(7);
        assertThat(train.label(2)).isEqualTo(9);
        assertThat(mnist.test().label(1)).isEqualTo(2);
        float[] image = new float[785];
        train.read(2, image, 1);
        assertThat(image[0]).isZero();
        for (int p = 0; p < 784; p++) {
            assertThat(image[p + 1]).isEqualTo(((2 + p) & 0xFF) / 255f);
        }
    }

    @Test
    void plainFilesAreRead() {
        assertGolden(Mnist.load(data));
    }

    @Test
    void theFolderItselfWillDo() {
        assertGolden(Mnist.load(folder));
    }

    @Test
    void packedFilesAreRead() throws IOException {
        pack(TRAIN_IMAGES, gzip(images(3, 28, 28)));
        pack(TEST_LABELS, gzip(labels(1, 2)));
        assertGolden(Mnist.load(data));
    }

    @Test
    void contentDecidesWhetherAFileIsPacked() throws IOException {
        pack(TRAIN_IMAGES, images(3, 28, 28));
        write(TRAIN_LABELS, gzip(labels(7, 0, 9)));
        assertGolden(Mnist.load(data));
    }

    @Test
    void fashionHasItsOwnFolderAndNames() throws IOException {
        Files.move(folder, data.resolve("fashion-mnist"));
        TrainTestSplit fashion = FashionMnist.load(data);
        assertGolden(fashion);
        assertThat(fashion.train().labels())
                .hasSize(10)
                .startsWith("T-shirt/top")
                .endsWith("Ankle boot");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 3})
    void imagesOutsideAreErrors(int index) {
        Dataset train = Mnist.load(data).train();
        assertThatThrownBy(() -> train.label(index)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> train.read(index, new float[784], 0)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void noDataFolder() {
        Path nowhere = data.resolve("nowhere");
        assertError(
                () -> Mnist.load(nowhere),
                "no data folder DIR/nowhere: expected MNIST, train-images-idx3-ubyte, train-labels-idx1-ubyte, "
                        + "t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte (plain or .gz) in DIR/nowhere/mnist; "
                        + "get it from https://ossci-datasets.s3.amazonaws.com/mnist/");
    }

    @Test
    void theDataFolderIsAFile() {
        assertError(
                () -> Mnist.load(folder.resolve(TRAIN_LABELS)),
                "DIR/mnist/train-labels-idx1-ubyte is a file: expected the data folder, "
                        + "with MNIST in DIR/mnist/train-labels-idx1-ubyte/mnist");
    }

    @Test
    void noFileAtAll() throws IOException {
        Path empty = Files.createDirectory(data.resolve("empty"));
        assertError(
                () -> Mnist.load(empty),
                "no MNIST at DIR/empty: expected train-images-idx3-ubyte, train-labels-idx1-ubyte, "
                        + "t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte (plain or .gz) in DIR/empty/mnist; "
                        + "get it from https://ossci-datasets.s3.amazonaws.com/mnist/");
    }

    @Test
    void aMissingFile() throws IOException {
        Files.delete(folder.resolve(TEST_LABELS));
        assertError("MNIST is incomplete: no file DIR/mnist/t10k-labels-idx1-ubyte; "
                + "get it from https://ossci-datasets.s3.amazonaws.com/mnist/");
    }

    @Test
    void aFolderInTheFilesPlace() throws IOException {
        Files.delete(folder.resolve(TEST_LABELS));
        Files.createDirectory(folder.resolve(TEST_LABELS));
        assertError("DIR/mnist/t10k-labels-idx1-ubyte is a folder: expected a file");
    }

    @Test
    void labelsInThePlaceOfImages() throws IOException {
        write(TRAIN_IMAGES, labels(1, 2, 3));
        assertError("DIR/mnist/train-images-idx3-ubyte: wrong magic number: expected 0x00000803 "
                + "(IDX, unsigned bytes, axes: 3), got 0x00000801; this is another kind of file");
    }

    @ParameterizedTest
    @CsvSource({"0,0", "3,3", "15,15"})
    void aTruncatedHeader(int length, int got) throws IOException {
        write(TRAIN_IMAGES, Arrays.copyOf(images(3, 28, 28), length));
        assertError("DIR/mnist/train-images-idx3-ubyte: truncated: expected a header of 16 bytes, got " + got
                + "; fetch the file again");
    }

    @Test
    void truncatedImages() throws IOException {
        write(TRAIN_IMAGES, Arrays.copyOf(images(3, 28, 28), 2000));
        assertError("DIR/mnist/train-images-idx3-ubyte: truncated: its header says 3×28×28, which is 2352 bytes, "
                + "got at most 1984; fetch the file again");
    }

    @Test
    void truncatedImagesInAWholeArchive() throws IOException {
        pack(TRAIN_IMAGES, gzip(Arrays.copyOf(images(3, 28, 28), 2000)));
        assertError("DIR/mnist/train-images-idx3-ubyte.gz: truncated: its header says 3×28×28, which is 2352 bytes, "
                + "got at most 1984; fetch the file again");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void trailingBytes(boolean packed) throws IOException {
        byte[] longer = Arrays.copyOf(labels(7, 0, 9), 12);
        if (packed) {
            pack(TRAIN_LABELS, gzip(longer));
        } else {
            write(TRAIN_LABELS, longer);
        }
        assertError("DIR/mnist/train-labels-idx1-ubyte" + (packed ? ".gz" : "")
                + ": more bytes than its header says: expected 3 for 3; fetch the file again");
    }

    @Test
    void damagedArchives() throws IOException {
        byte[] packed = gzip(images(3, 28, 28));
        pack(TRAIN_IMAGES, Arrays.copyOf(packed, packed.length / 2));
        assertError("DIR/mnist/train-images-idx3-ubyte.gz: damaged gzip data (Unexpected end of ZLIB input stream); "
                + "fetch the file again");
        byte[] wrongSum = packed.clone();
        wrongSum[packed.length - 8] ^= 1;
        write(TRAIN_IMAGES + ".gz", wrongSum);
        assertError("DIR/mnist/train-images-idx3-ubyte.gz: damaged gzip data (Corrupt GZIP trailer); "
                + "fetch the file again");
    }

    @Test
    void headersThatClaimTooMuchAreRefusedBeforeAllocation() throws IOException {
        write(TRAIN_IMAGES, header(0x0803, -1, -1, -1));
        assertError("DIR/mnist/train-images-idx3-ubyte: damaged header: it says 4294967295×4294967295×4294967295, "
                + "and at most 2147483639 bytes can be loaded; fetch the file again");
        write(TRAIN_IMAGES, header(0x0803, 2_000_000, 28, 28));
        assertError("DIR/mnist/train-images-idx3-ubyte: truncated: its header says 2000000×28×28, "
                + "which is 1568000000 bytes, got at most 0; fetch the file again");
        byte[] packed = gzip(header(0x0803, 2_000_000, 28, 28));
        pack(TRAIN_IMAGES, packed);
        assertError("DIR/mnist/train-images-idx3-ubyte.gz: truncated: its header says 2000000×28×28, "
                + "which is 1568000000 bytes, got at most " + (packed.length * 1032 - 16) + "; fetch the file again");
    }

    @Test
    void noImages() throws IOException {
        write(TRAIN_IMAGES, images(0, 28, 28));
        assertError("DIR/mnist/train-images-idx3-ubyte: holds no images: its header says 0×28×28");
    }

    @Test
    void imagesOfAnotherSize() throws IOException {
        write(TRAIN_IMAGES, images(3, 32, 30));
        assertError("DIR/mnist/train-images-idx3-ubyte: expected images of 28×28, got 32×30; this is not MNIST");
    }

    @Test
    void anotherNumberOfLabels() throws IOException {
        write(TRAIN_LABELS, labels(1, 2));
        assertError("DIR/mnist/train-labels-idx1-ubyte: expected one label for each of the 3 images of "
                + "DIR/mnist/train-images-idx3-ubyte, got 2; the two files belong to different sets");
    }

    @Test
    void aLabelOutOfRange() throws IOException {
        write(TRAIN_LABELS, labels(1, 200, 2));
        assertError("DIR/mnist/train-labels-idx1-ubyte: label 200 of image 1 is out of range: expected 0 to 9; "
                + "the file is damaged or belongs to another data set");
    }
}
