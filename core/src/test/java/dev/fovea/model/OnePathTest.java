package dev.fovea.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.data.Batches;
import dev.fovea.data.Dataset;
import dev.fovea.data.Fitting;
import dev.fovea.data.Images;
import dev.fovea.data.Loader;
import dev.fovea.data.Preprocessing;
import dev.fovea.data.source.ImageFolder;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Network;
import dev.fovea.nn.Sequential;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The same file gives the same values, whichever way it comes to the network.
class OnePathTest {
    private static final Shape SHAPE = Shape.of(13, 17, 3);

    @TempDir
    private Path folder;

    @BeforeEach
    void write() throws IOException {
        write("a/colour.png", BufferedImage.TYPE_INT_RGB, 50, 33);
        write("a/lossy.jpg", BufferedImage.TYPE_INT_RGB, 41, 80);
        write("a/small.bmp", BufferedImage.TYPE_INT_RGB, 5, 4);
        write("b/grey.png", BufferedImage.TYPE_BYTE_GRAY, 29, 31);
        write("b/deep.png", BufferedImage.TYPE_USHORT_GRAY, 23, 19);
        write("b/clear.png", BufferedImage.TYPE_INT_ARGB, 40, 20);
        write("b/same.png", BufferedImage.TYPE_INT_RGB, 17, 13);
    }

    private void write(String name, int type, int width, int height) throws IOException {
        BufferedImage image = new BufferedImage(width, height, type);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int band = 0; band < image.getRaster().getNumBands(); band++) {
                    int sample = Seed.of(name.length()).below(1 << 16, (y * width + x) * 4L + band);
                    int bits = image.getSampleModel().getSampleSize(band);
                    image.getRaster().setSample(x, y, band, sample >> 16 - bits);
                }
            }
        }
        Path file = folder.resolve("photos").resolve(name);
        Files.createDirectories(file.getParent());
        assertThat(ImageIO.write(image, name.substring(name.lastIndexOf('.') + 1), file.toFile())).isTrue();
    }

    private static float[] read(Dataset dataset, int index) {
        float[] values = new float[Math.toIntExact(dataset.sample().size())];
        dataset.read(index, values, 0);
        return values;
    }

    @ParameterizedTest
    @EnumSource
    void everyEntranceGivesTheSameValues(Fitting fitting) throws IOException {
        ImageFolder photos = ImageFolder.of(folder.resolve("photos"));
        Dataset data = photos.read(SHAPE, fitting).complete();
        Path csv = folder.resolve("list.csv");
        try (Stream<ImageFolder.Picture> pictures = photos.pictures().stream()) {
            Files.write(csv, pictures.map(one -> one.file() + "," + photos.labels().get(one.label())).toList());
        }
        Dataset listed = ImageFolder.of(csv).read(SHAPE, fitting).complete();
        Dataset anew = photos.read(SHAPE, fitting, 0).complete();
        Preprocessing preprocessing = Preprocessing.ofMeanStd(data);
        Model model = Model.of(
                "own", new Network(SHAPE, Sequential.of(Flatten.of(), Dense.of(2))), preprocessing, data.labels(),
                Seed.of(1), dev.fovea.backend.Backends.shared(), dev.fovea.nn.Layers.codec());
        Path saved = folder.resolve("own.safetensors");
        model.save(saved);
        Model loaded = Model.load(saved);
        float[] batch;
        try (Batches batches = Loader.of(data, data.size(), Seed.of(1)).preprocessing(preprocessing).open()) {
            batch = batches.next().images().clone();
        }
        for (int i = 0; i < data.size(); i++) {
            Path file = java.util.Objects.requireNonNull(data.file(i));
            float[] expected = read(data, i);
            Map<String, float[]> entrances = new LinkedHashMap<>();
            entrances.put("the data set, decoded anew", read(anew, i));
            entrances.put("a CSV file", read(listed, i));
            entrances.put("Preprocessing.read", preprocessing.read(file).values());
            entrances.put("Preprocessing.fit", preprocessing.fit(Images.read(file)).values());
            entrances.put("Images.read", Images.read(file, SHAPE, fitting).values());
            entrances.put("Images.decode", Images.decode(Files.readAllBytes(file), "a", SHAPE, fitting).values());
            entrances.put("Model.picture of a file", loaded.picture(file).values());
            entrances.put("Model.picture of an image", loaded.picture(Images.read(file)).values());
            entrances.forEach((name, values) -> assertThat(values).as(name + " of " + file).isEqualTo(expected));

            float[] seen = new float[expected.length];
            System.arraycopy(batch, i * expected.length, seen, 0, expected.length);
            assertThat(loaded.input(loaded.picture(file))).as("what the network sees of " + file).isEqualTo(seen);
            Prediction fromData = model.predict(new Tensor(SHAPE, expected));
            assertThat(loaded.predict(loaded.picture(file))).isEqualTo(fromData);
        }
        assertThat(List.copyOf(data.labels())).containsExactly("a", "b");
    }
}
