package dev.fovea.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.backend.Backend;
import dev.fovea.backend.Backends;
import dev.fovea.backend.Executable;
import dev.fovea.backend.Store;
import dev.fovea.data.DataException;
import dev.fovea.data.Dataset;
import dev.fovea.data.Fitting;
import dev.fovea.data.Preprocessing;
import dev.fovea.data.Subset;
import dev.fovea.data.source.Digits;
import dev.fovea.graph.Program;
import dev.fovea.io.FileException;
import dev.fovea.nn.BatchNorm;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Layer;
import dev.fovea.nn.Layers;
import dev.fovea.nn.MaxPool2D;
import dev.fovea.nn.Network;
import dev.fovea.nn.Sequential;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import dev.fovea.train.Codecs;
import dev.fovea.train.Fit;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Models in streams, and many pictures at once.
class StreamsTest {
    private static final Dataset DIGITS = Subset.first(Digits.train(), 100);

    @TempDir
    Path folder;

    private static Model trained() {
        Layer layers = Sequential.of(
                Conv2D.of(16, 3).same().withoutBias(), BatchNorm.of(), Conv2D.of(16, 3).same().relu(), MaxPool2D.of(2),
                Flatten.of(), Dense.of(64).relu(), Dense.of(10));
        Model model = Model.of(layers, DIGITS, Seed.of(2));
        model.fit(DIGITS, Fit.epochs(2));
        return model;
    }

    private static List<Tensor> images(int count) {
        List<Tensor> images = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Tensor image = Tensor.zeros(DIGITS.sample());
            DIGITS.read(i, image.values(), 0);
            images.add(image);
        }
        return images;
    }

    @Test
    void aStreamHoldsTheBytesOfTheFile() throws Exception {
        Model model = trained();
        Path file = folder.resolve("model.safetensors");
        model.save(file);
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        model.save(stream);
        assertThat(stream.toByteArray()).isEqualTo(Files.readAllBytes(file));
        Model loaded = Model.load(new ByteArrayInputStream(stream.toByteArray()), "digits");
        assertThat(loaded.subject().name()).isEqualTo("digits");
        assertThat(loaded.predict(images(1).getFirst())).isEqualTo(model.predict(images(1).getFirst()));
        assertThat(loaded.read("conv2d.filters").values()).isEqualTo(model.read("conv2d.filters").values());
    }

    /// Every byte is covered, a stream that ends early is told so, and messages name it.
    @Test
    void aBrokenStreamIsOneLineWithItsName() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        trained().save(out);
        byte[] good = out.toByteArray();
        for (int length : new int[] {0, 7, 8, 100, good.length / 2, good.length - 1}) {
            assertThatThrownBy(() -> Model.load(new ByteArrayInputStream(Arrays.copyOf(good, length)), "digits"))
                    .as("%d bytes", length).isInstanceOf(FileException.class)
                    .hasMessageStartingWith("digits is not a complete safetensors file: ");
        }
        byte[] flipped = good.clone();
        flipped[good.length - 5] ^= 1;
        assertThatThrownBy(() -> Model.load(new ByteArrayInputStream(flipped), "digits"))
                .isInstanceOf(FileException.class).hasMessageStartingWith("digits is not a complete");
        assertThatThrownBy(() -> Model.load(new Failing(), "digits"))
                .isInstanceOf(FileException.class).hasMessage("cannot read digits: the cable is out");
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("no space");
            }
        };
        assertThatThrownBy(() -> trained().save(full))
                .isInstanceOf(FileException.class).hasMessage("cannot write into the stream: no space");
    }

    /// Names are for messages: those that no file could have, too.
    @Test
    void aStreamMayHaveAnyName() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        trained().save(out);
        for (String name : List.of("https://example.org/model?version=1", "a\0b", "*", "")) {
            assertThat(Model.load(new ByteArrayInputStream(out.toByteArray()), name).subject().name()).isEqualTo(name);
            assertThatThrownBy(() -> Model.load(new ByteArrayInputStream(new byte[9]), name))
                    .isInstanceOf(FileException.class)
                    .hasMessageContaining(" is not a complete safetensors file: ")
                    .message().matches("\\P{Cntrl}+");
        }
    }

    private static final class Failing extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("the cable is out");
        }
    }

    /// In every number that fills no batch, one and several; in order, and as one by one up to rounding.
    @Tag("kernels")
    @Test
    void manyPicturesAtOnce() {
        Model model = trained();
        for (int count : new int[] {0, 1, 2, 31, 32, 33, 70}) {
            List<Tensor> images = images(count);
            List<Prediction> predictions = model.predict(images);
            assertThat(predictions).hasSize(count);
            for (int i = 0; i < count; i++) {
                Prediction alone = model.predict(images.get(i));
                for (int k = 0; k < 10; k++) {
                    assertThat(predictions.get(i).probabilities().get(k))
                            .isCloseTo(alone.probabilities().get(k), Offset.offset(1e-6f));
                }
            }
        }
        assertThatThrownBy(() -> model.predict(List.of(images(1).getFirst(), Tensor.zeros(Shape.of(2, 2, 1)))))
                .hasMessageStartingWith("the model expects an image of 8×8×1: got 2×2×1");
        List<Tensor> broken = images(40);
        broken.get(35).values()[0] = Float.NaN;
        assertThatThrownBy(() -> model.predict(broken)).hasMessageStartingWith("image 35 holds NaN at row 0, column 0");
    }

    /// Where the heap holds a plan for few images only, lists are cut into as many; one image takes the plan for one.
    @Test
    void aListTakesAsManyAtATimeAsTheHeapHolds() {
        Model model = trained();
        Path file = folder.resolve("model.safetensors");
        model.save(file);
        List<Integer> tried = new ArrayList<>();
        for (int most : new int[] {5, 1}) {
            tried.clear();
            try (SmallBackend small = new SmallBackend(most, tried)) {
                Model cramped = Model.load(file, small, Codecs.of(Layers.codec()));
                assertThat(cramped.predict(images(1))).containsExactly(model.predict(images(1).getFirst()));
                assertThat(tried).containsExactly(1);
                assertThat(cramped.predict(images(11))).hasSize(11);
                assertThat(cramped.predict(images(11))).hasSize(11);
            }
            assertThat(tried).isEqualTo(most == 1 ? List.of(1, 32, 16, 8, 4, 2) : List.of(1, 32, 16, 8, 4));
        }
    }

    /// Has memory for a few images at a time.
    private record SmallBackend(int most, List<Integer> tried) implements Backend {
        @Override
        public String name() {
            return Backends.shared().name();
        }

        @Override
        public String advice() {
            return "";
        }

        @Override
        public int threads() {
            return 1;
        }

        @Override
        public Executable compile(Program program, Store store, int capacity) {
            tried.add(capacity);
            if (capacity > most) {
                throw new OutOfMemory("needs more at batch " + capacity, most, 0);
            }
            return Backends.shared().compile(program, store, capacity);
        }

        @Override
        public Runnable share(int from, int to, Range body) {
            return Backends.shared().share(from, to, body);
        }

        @Override
        public void close() {}
    }

    /// A picture in memory, as bytes and as a file is the same picture, grey, coloured and with transparency, however
    /// other aspects are fitted.
    @ParameterizedTest
    @EnumSource
    void aPictureInMemoryIsThatOfItsFile(Fitting fitting) throws Exception {
        Preprocessing preprocessing = Preprocessing.of(DIGITS.sample()).fitting(fitting);
        Network network = new Network(DIGITS.sample(), Sequential.of(Flatten.of(), Dense.of(10)));
        Model model = Model.of(
                "m", network, preprocessing, DIGITS.labels(), Seed.of(1), Backends.shared(), Layers.codec());
        int[] types = {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_INT_ARGB};
        for (int type : types) {
            BufferedImage picture = new BufferedImage(20, 13, type);
            for (int i = 0; i < 20 * 13; i++) {
                picture.setRGB(i % 20, i / 20, i * 0x9E3779B1);
            }
            Path file = folder.resolve(type + ".png");
            assertThat(ImageIO.write(picture, "png", file.toFile())).isTrue();
            float[] expected = model.picture(file).values();
            assertThat(model.picture(Files.readAllBytes(file), "a").values()).as("type %d", type).isEqualTo(expected);
            assertThat(model.picture(picture).values()).as("type %d", type).isEqualTo(expected);
        }
        assertThatThrownBy(() -> model.picture(new byte[] {1, 2, 3}, "upload 7"))
                .isInstanceOf(DataException.class).hasMessageContaining("upload 7");
    }
}
