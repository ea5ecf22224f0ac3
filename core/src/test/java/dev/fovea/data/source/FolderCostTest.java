package dev.fovea.data.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.data.DataException;
import dev.fovea.data.Dataset;
import dev.fovea.data.Fitting;
import dev.fovea.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What it costs to list and to read a folder, and what becomes of pictures that cost too much.
class FolderCostTest {
    private static final Shape SHAPE = Shape.of(4, 4, 3);

    @TempDir
    private Path folder;

    /// Two classes of two pictures, whose reds are 1, 2, 3 and 4.
    private void pictures() throws IOException {
        String[] names = {"cats/a.ppm", "cats/b.ppm", "dogs/a.ppm", "dogs/b.ppm"};
        for (int i = 0; i < names.length; i++) {
            Files.createDirectories(folder.resolve(names[i]).getParent());
            Files.writeString(folder.resolve(names[i]), "P3 1 1 255 " + (i + 1) + " 0 0");
        }
    }

    private static List<Integer> reds(Dataset dataset) {
        float[] image = new float[48];
        return IntStream.range(0, dataset.size()).mapToObj(i -> {
            dataset.read(i, image, 0);
            return Math.round(255 * image[0]);
        }).toList();
    }

    /// However large the folder: no more is kept than there is room for, and each picture is told once.
    @ParameterizedTest
    @ValueSource(longs = {0, 47, 48, 100, 1000})
    void noMoreIsKeptThanThereIsRoomFor(long budget) throws IOException {
        pictures();
        List<Integer> told = new CopyOnWriteArrayList<>();
        ImageFolder.Reading reading = ImageFolder.of(folder).read(SHAPE, Fitting.CROP, budget, (done, all) -> {
            assertThat(all).isEqualTo(4);
            told.add(done);
        });
        assertThat(told).containsExactlyInAnyOrder(1, 2, 3, 4);
        long kept = ((PictureFiles) reading.complete()).kept().stream().mapToLong(bytes -> bytes.length).sum();
        assertThat(kept).isEqualTo(Math.min(4, budget / 48) * 48);
    }

    /// As many classes as rows: a search through the classes for each row would look at them four million times.
    @Test
    void manyClassesAreLookedAtOnce() throws IOException {
        int count = 2_000;
        StringBuilder rows = new StringBuilder("path,label\n");
        for (int i = 0; i < count; i++) {
            rows.append("p").append(i).append(".png,class ").append(i).append('\n');
        }
        Files.writeString(folder.resolve("many.csv"), rows.toString());
        ImageFolder list = ImageFolder.of(folder.resolve("many.csv"));
        assertThat(list.labels()).hasSize(count);
        assertThat(list.pictures()).allSatisfy(one ->
                assertThat(one.file().toString()).endsWith(list.labels().get(one.label()).replace("class ", "p")
                        + ".png"));
        Counted known = new Counted(list.labels().reversed());
        ImageFolder again = ImageFolder.of(folder.resolve("many.csv"), known);
        assertThat(again.pictures().getFirst().label()).isEqualTo(count - 1 - list.pictures().getFirst().label());
        assertThat(known.looks).isLessThanOrEqualTo(4 * count);
        Counted names = new Counted(list.labels());
        List<ImageCsv.Row> all = list.labels().stream().map(name -> new ImageCsv.Row(1, List.of("p.png", name)))
                .toList();
        assertThat(ImageCsv.pictures(folder.resolve("many.csv"), all, names))
                .extracting(ImageFolder.Picture::label).containsExactlyElementsOf(
                        IntStream.range(0, count).boxed().toList());
        assertThat(names.looks).isLessThanOrEqualTo(2 * count);
    }

    /// Counts how often one of its elements is looked at.
    private static final class Counted extends AbstractList<String> {
        private final List<String> elements;
        private int looks;

        private Counted(List<String> elements) {
            this.elements = elements;
        }

        @Override
        public String get(int index) {
            looks++;
            return elements.get(index);
        }

        @Override
        public int size() {
            return elements.size();
        }
    }

    /// For one picture the memory is too small: it is named, and the others are read. Where there is enough of it once
    /// the others are done, it is read too.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aPictureForWhichThereIsNoMemoryKeepsNoneOfTheOthers(boolean enoughLater) throws IOException {
        pictures();
        Path large = folder.resolve("cats/b.ppm");
        AtomicInteger done = new AtomicInteger();
        PictureDecoding.Decoder decoder = file -> {
            if (file.equals(large) && !(enoughLater && done.get() == 4)) {
                throw new DataException(file + ": the memory left is too small", new OutOfMemoryError());
            }
            return PictureFiles.decode(file, SHAPE, Fitting.CROP);
        };
        ImageFolder list = ImageFolder.of(folder);
        ImageFolder.Progress progress = (count, all) -> done.accumulateAndGet(count, Math::max);
        ImageFolder.Reading reading = new PictureDecoding(list, SHAPE, Fitting.CROP, 1000, progress, decoder)
                .run();
        if (enoughLater) {
            assertThat(reading.broken()).isEmpty();
            assertThat(reds(reading.complete())).containsExactly(1, 2, 3, 4);
        } else {
            assertThat(reading.broken()).containsExactly(
                    new ImageFolder.Broken(large, large + ": the memory left is too small"));
            assertThat(reds(reading.skippingBroken())).containsExactly(1, 3, 4);
        }
    }
}
