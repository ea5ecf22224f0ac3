package dev.fovea.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.data.DataException;
import dev.fovea.data.Dataset;
import dev.fovea.data.TrainTestSplit;
import dev.fovea.tensor.Shape;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// CIFAR-10 and CIFAR-100, from files made here with few images.
class CifarTest {
    private static final int PER_FILE = 2;

    @TempDir
    private Path data;

    private Path ten;
    private Path hundred;

    @BeforeEach
    void files() throws IOException {
        ten = Files.createDirectory(data.resolve("cifar-10-batches-bin"));
        for (int i = 1; i <= 5; i++) {
            Files.write(ten.resolve("data_batch_" + i + ".bin"), records(i * 10, new int[] {i}, new int[] {i + 1}));
        }
        Files.write(ten.resolve("test_batch.bin"), records(0, new int[] {9}, new int[] {8}));
        Files.writeString(ten.resolve("batches.meta.txt"), names("class", 10) + "\n\n");
        hundred = Files.createDirectory(data.resolve("cifar-100-binary"));
        Files.write(hundred.resolve("train.bin"), records(0, new int[] {3, 99}, new int[] {19, 0}));
        Files.write(hundred.resolve("test.bin"), records(0, new int[] {1, 2}, new int[] {4, 5}));
        Files.writeString(hundred.resolve("fine_label_names.txt"), names("fine", 100));
        Files.writeString(hundred.resolve("coarse_label_names.txt"), names("coarse", 20));
    }

    private static String names(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + i).collect(Collectors.joining("\n"));
    }

    /// Records with the given label bytes; byte p of record i is start + i + 3 · p.
    private static byte[] records(int start, int[]... labels) {
        int stride = labels[0].length + 3072;
        byte[] bytes = new byte[labels.length * stride];
        for (int i = 0; i < labels.length; i++) {
            for (int l = 0; l < labels[i].length; l++) {
                bytes[i * stride + l] = (byte) labels[i][l];
            }
            for (int p = 0; p < 3072; p++) {
                bytes[i * stride + labels[i].length + p] = (byte) (start + i + 3 * p);
            }
        }
        return bytes;
    }

    private void assertError(ThrowingCallable load, String message) {
        assertThatThrownBy(load).isInstanceOf(DataException.class).hasMessage(message.replace("DIR", data.toString()));
    }

    private static void assertImage(Dataset dataset, int index, int start) {
        float[] image = new float[3072 + 1];
        dataset.read(index, image, 1);
        for (int y = 0; y < 32; y++) {
            for (int x = 0; x < 32; x++) {
                for (int c = 0; c < 3; c++) {
                    int value = (start + 3 * (c * 1024 + y * 32 + x)) & 0xFF;
                    assertThat(image[1 + (y * 32 + x) * 3 + c]).isEqualTo(value / 255f);
                }
            }
        }
    }

    @Test
    void planesBecomePixels() {
        TrainTestSplit cifar = Cifar10.load(data, PER_FILE);
        assertThat(cifar.train().size()).isEqualTo(10);
        assertThat(cifar.test().size()).isEqualTo(2);
        assertThat(cifar.train().sample()).isEqualTo(Shape.of(32, 32, 3));
        assertThat(cifar.train().labels()).hasSize(10).startsWith("class0").endsWith("class9");
        assertThat(cifar.train().label(4)).isEqualTo(3);
        assertThat(cifar.train().label(5)).isEqualTo(4);
        assertImage(cifar.train(), 0, 10);
        assertImage(cifar.train(), 5, 31);
        assertImage(cifar.test(), 1, 1);
    }

    @Test
    void theFolderItselfWillDo() {
        assertThat(Cifar10.load(ten, PER_FILE).train().size()).isEqualTo(10);
        assertThat(Cifar100.load(hundred, Cifar100.Level.FINE, 2, 2).train().size())
                .isEqualTo(2);
    }

    @Test
    void hundredHasTwoLevelsOfLabels() {
        TrainTestSplit fine = Cifar100.load(data, Cifar100.Level.FINE, 2, 2);
        assertThat(fine.train().labels()).hasSize(100).startsWith("fine0");
        assertThat(fine.train().label(0)).isEqualTo(99);
        assertThat(fine.train().label(1)).isZero();
        assertImage(fine.train(), 1, 1);
        TrainTestSplit coarse = Cifar100.load(data, Cifar100.Level.COARSE, 2, 2);
        assertThat(coarse.train().labels()).hasSize(20).startsWith("coarse0");
        assertThat(coarse.train().label(0)).isEqualTo(3);
        assertThat(coarse.train().label(1)).isEqualTo(19);
    }

    @Test
    void theOfficialSizesAreRequired() {
        assertError(
                () -> Cifar10.load(data),
                "DIR/cifar-10-batches-bin/data_batch_1.bin: expected 30730000 bytes (10000 images of 3073), got 6146; "
                        + "the file is truncated, fetch it again");
        assertError(
                () -> Cifar100.load(data),
                "DIR/cifar-100-binary/train.bin: expected 153700000 bytes (50000 images of 3074), got 6148; "
                        + "the file is truncated, fetch it again");
        assertError(
                () -> Cifar100.loadCoarse(data),
                "DIR/cifar-100-binary/train.bin: expected 153700000 bytes (50000 images of 3074), got 6148; "
                        + "the file is truncated, fetch it again");
    }

    @Test
    void trailingBytes() throws IOException {
        try (var file = new RandomAccessFile(ten.resolve("test_batch.bin").toFile(), "rw")) {
            file.setLength(6147);
        }
        assertError(
                () -> Cifar10.load(data, PER_FILE),
                "DIR/cifar-10-batches-bin/test_batch.bin: expected 6146 bytes (2 images of 3073), got 6147; "
                        + "the file has trailing bytes, fetch it again");
    }

    @Test
    void anEmptyFile() throws IOException {
        Files.write(ten.resolve("data_batch_3.bin"), new byte[0]);
        assertError(
                () -> Cifar10.load(data, PER_FILE),
                "DIR/cifar-10-batches-bin/data_batch_3.bin: expected 6146 bytes (2 images of 3073), got 0; "
                        + "the file is truncated, fetch it again");
    }

    @Test
    void aLabelOutOfRangeNamesItsFile() throws IOException {
        Files.write(ten.resolve("data_batch_4.bin"), records(0, new int[] {1}, new int[] {10}));
        assertError(
                () -> Cifar10.load(data, PER_FILE),
                "DIR/cifar-10-batches-bin/data_batch_4.bin: label 10 of image 7 is out of range: expected 0 to 9; "
                        + "the file is damaged or belongs to another data set");
    }

    @Test
    void missingFiles() throws IOException {
        Files.delete(ten.resolve("data_batch_2.bin"));
        assertError(
                () -> Cifar10.load(data, PER_FILE),
                "CIFAR-10 is incomplete: no file DIR/cifar-10-batches-bin/data_batch_2.bin; "
                        + "get it from https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz");
        Path empty = Files.createDirectory(data.resolve("empty"));
        assertError(
                () -> Cifar100.load(empty),
                "no CIFAR-100 at DIR/empty: expected train.bin, test.bin, fine_label_names.txt, "
                        + "coarse_label_names.txt (plain or .gz) in DIR/empty/cifar-100-binary; "
                        + "get it from https://www.cs.toronto.edu/~kriz/cifar-100-binary.tar.gz");
    }

    @Test
    void wrongNames() throws IOException {
        Files.writeString(ten.resolve("batches.meta.txt"), names("class", 9));
        assertError(
                () -> Cifar10.load(data, PER_FILE),
                "DIR/cifar-10-batches-bin/batches.meta.txt: expected 10 class names, one a line, got 9; "
                        + "fetch the file again");
        byte[] vast = new byte[70_000];
        Arrays.fill(vast, (byte) 'a');
        Files.write(ten.resolve("batches.meta.txt"), vast);
        assertError(
                () -> Cifar10.load(data, PER_FILE),
                "DIR/cifar-10-batches-bin/batches.meta.txt: expected at most 65536 bytes, got 70000");
    }
}
