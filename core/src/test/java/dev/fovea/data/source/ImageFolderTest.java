package dev.fovea.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.data.DataException;
import dev.fovea.data.Dataset;
import dev.fovea.data.Fitting;
import dev.fovea.data.Holdout;
import dev.fovea.data.Joined;
import dev.fovea.data.Preprocessing;
import dev.fovea.tensor.Seed;
import dev.fovea.tensor.Shape;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFolderTest {
    private static final Shape SHAPE = Shape.of(4, 4, 3);

    @TempDir
    private Path folder;

    /// A picture of one colour.
    private void picture(String name, int width, int height, int rgb) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < width * height; i++) {
            image.setRGB(i % width, i / width, rgb);
        }
        String format = name.substring(name.lastIndexOf('.') + 1);
        assertThat(ImageIO.write(image, format, file.toFile())).isTrue();
    }

    private void pictures() throws IOException {
        picture("dogs/b.jpg", 40, 20, 0xFF0000);
        picture("dogs/a.png", 8, 8, 0x00FF00);
        picture("cats/one.gif", 5, 9, 0x0000FF);
        picture("cats/deeper/two.bmp", 30, 30, 0xFFFFFF);
    }

    private void text(String name, String content) throws IOException {
        Files.createDirectories(folder.resolve(name).getParent());
        Files.writeString(folder.resolve(name), content);
    }

    private static String colours(Dataset dataset) {
        StringBuilder text = new StringBuilder();
        float[] image = new float[48];
        for (int i = 0; i < dataset.size(); i++) {
            dataset.read(i, image, 0);
            text.append(dataset.labels().get(dataset.label(i))).append(' ');
            for (int c = 0; c < 3; c++) {
                text.append(Math.round(image[c]));
            }
            text.append("; ");
        }
        return text.toString();
    }

    @Test
    void foldersAreClassesInTheOrderOfTheirNames() throws IOException {
        pictures();
        ImageFolder list = ImageFolder.of(folder);
        assertThat(list.labels()).containsExactly("cats", "dogs");
        assertThat(list.notes()).isEmpty();
        Dataset dataset = list.read(SHAPE).complete();
        assertThat(dataset.sample()).isEqualTo(SHAPE);
        assertThat(colours(dataset)).isEqualTo("cats 111; cats 001; dogs 010; dogs 100; ");
        assertThat(dataset).hasToString("4 pictures of 4×4×3");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 48, 100, 1000})
    void whatIsKeptAndWhatIsDecodedAgainIsTheSame(long budget) throws IOException {
        picture("dogs/b.jpg", 7, 9, 0x123456);
        BufferedImage noisy = new BufferedImage(13, 11, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 143; i++) {
            noisy.setRGB(i % 13, i / 13, 77777 * i & 0xFFFFFF);
        }
        Files.createDirectories(folder.resolve("cats"));
        ImageIO.write(noisy, "png", folder.resolve("cats/a.png").toFile());
        ImageFolder list = ImageFolder.of(folder);
        Dataset all = list.read(SHAPE, Fitting.PAD).complete();
        Dataset some = list.read(SHAPE, Fitting.PAD, budget).complete();
        float[] expected = new float[50];
        float[] values = new float[50];
        for (int i = 0; i < 2; i++) {
            all.read(i, expected, 1);
            some.read(i, values, 1);
            assertThat(values).isEqualTo(expected);
        }
    }

    @Test
    void aDataSetSaysHowItsPicturesWereFitted() throws IOException {
        for (int i = 0; i < 4; i++) {
            picture("cats/" + i + ".png", 8, 4, 0x0000FF);
            picture("dogs/" + i + ".png", 4, 8, 0xFF0000);
        }
        ImageFolder list = ImageFolder.of(folder);
        ImageFolder.Reading padded = list.read(SHAPE, Fitting.PAD);
        Holdout split = padded.heldOut(0.5, Seed.of(1));
        assertThat(padded.complete().fitting()).isEqualTo(Fitting.PAD);
        assertThat(split.train().fitting()).isEqualTo(Fitting.PAD);
        assertThat(new Joined(split.train(), split.validation()).fitting()).isEqualTo(Fitting.PAD);
        assertThat(Preprocessing.of(split.train()).fitting()).isEqualTo(Fitting.PAD);
        assertThat(Preprocessing.ofMeanStd(split.train()).fitting()).isEqualTo(Fitting.PAD);
        assertThat(Preprocessing.ofMinMax(split.train()).fitting()).isEqualTo(Fitting.PAD);
        Dataset cut = list.read(SHAPE).complete();
        assertThat(cut.fitting()).isEqualTo(Fitting.CROP);
        assertThatThrownBy(() -> new Joined(cut, padded.complete()))
                .hasMessage("only images that were fitted in the same way can be joined: got crop and pad");
    }

    @Test
    void whatIsNoPictureIsLeftOutAndSaid() throws IOException {
        pictures();
        text("dogs/.DS_Store", "x");
        text("dogs/Thumbs.db", "x");
        text(".git/a.png", "x");
        text("dogs/notes.txt", "x");
        text("README.md", "x");
        Files.createDirectories(folder.resolve("birds"));
        picture("lonely.png", 3, 3, 0);
        ImageFolder list = ImageFolder.of(folder);
        assertThat(list.labels()).containsExactly("cats", "dogs");
        assertThat(list.pictures()).hasSize(4);
        assertThat(list.notes())
                .containsExactly(
                        "1 beside the class folders, which have no class", "folders without pictures: birds",
                        "files that are no pictures: README.md, notes.txt");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need a privilege there")
    void linksAreFollowed() throws IOException {
        picture("store/rex.png", 3, 3, 0);
        picture("set/cats/a.png", 3, 3, 0);
        Files.createSymbolicLink(folder.resolve("set/dogs"), folder.resolve("store"));
        ImageFolder list = ImageFolder.of(folder.resolve("set"));
        assertThat(list.labels()).containsExactly("cats", "dogs");
        assertThat(list.pictures().getLast().file()).isEqualTo(folder.resolve("set/dogs/rex.png"));
        Files.createSymbolicLink(folder.resolve("store/up"), folder.resolve("store"));
        assertThatThrownBy(() -> ImageFolder.of(folder.resolve("set")))
                .hasMessage("cannot list " + folder.resolve("set/dogs") + ": the link " + folder.resolve("set/dogs/up")
                        + " leads in a circle; remove it");
    }

    @Test
    void readingTellsHowItGetsOn() throws IOException {
        pictures();
        text("dogs/c.jpg", "no picture");
        Set<Integer> heard = ConcurrentHashMap.newKeySet();
        ImageFolder.of(folder).read(SHAPE, Fitting.CROP, (done, all) -> {
            assertThat(all).isEqualTo(5);
            heard.add(done);
        });
        assertThat(heard).containsExactlyInAnyOrder(1, 2, 3, 4, 5);
    }

    @Test
    void plainPixelsAndWebpAreListed() throws IOException {
        text("a/one.ppm", "P3 1 1 255 1 2 3");
        text("b/two.PGM", "P2 1 1 255 1");
        text("b/three.webp", "");
        text("b/four.tif", "");
        assertThat(ImageFolder.of(folder).pictures()).hasSize(4);
    }

    @Test
    void aListOfNothingSaysWhatWasLeftOut() throws IOException {
        text("a/one.txt", "");
        text("b/two.xyz", "");
        assertThatThrownBy(() -> ImageFolder.of(folder))
                .isInstanceOf(DataException.class)
                .hasMessage(folder + ": expected pictures of at least 2 classes, got none (left out: folders without"
                        + " pictures: a, b; files that are no pictures: one.txt, two.xyz); put each class into a"
                        + " folder of"
                        + " its own");
    }

    @Test
    void aFolderAroundTheClassFoldersIsNamed() throws IOException {
        text("PetImages/cats/a.ppm", "P3 1 1 255 1 2 3");
        text("PetImages/dogs/b.ppm", "P3 1 1 255 1 2 3");
        assertThatThrownBy(() -> ImageFolder.of(folder))
                .isInstanceOf(DataException.class)
                .hasMessage(folder + ": expected pictures of at least 2 classes, got only PetImages; if the folders in "
                        + folder.resolve("PetImages") + " are the classes, name it instead");
    }

    @Test
    void brokenPicturesAreNamedTogether() throws IOException {
        pictures();
        text("dogs/c.jpg", "no picture");
        text("cats/empty.png", "");
        ImageFolder.Reading reading = ImageFolder.of(folder).read(SHAPE);
        assertThat(reading.broken()).hasSize(2);
        assertThatThrownBy(reading::complete)
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith("2 of 6 pictures in ")
                .hasMessageEndingWith(folder.getFileName() + " cannot be read: cats/empty.png, dogs/c.jpg; the first: "
                        + reading.broken().getFirst().reason()
                        + "; mend or delete them, or leave them out by skippingBroken()");
        assertThat(reading.broken()).extracting(ImageFolder.Broken::reason).containsExactly(
                folder.resolve("cats/empty.png")
                        + " is not an image that can be read: expected JPEG, PNG, WebP, GIF, BMP, TIFF or PPM, got an"
                        + " empty file; fetch the picture again",
                folder.resolve("dogs/c.jpg")
                        + " is not an image that can be read: expected JPEG, PNG, WebP, GIF, BMP, TIFF or PPM, got a "
                        + "file of 10 bytes of another kind");
        assertThat(colours(reading.skippingBroken())).isEqualTo("cats 111; cats 001; dogs 010; dogs 100; ");
        for (int i = 0; i < 12; i++) {
            text("dogs/broken" + i + ".png", "x");
        }
        ImageFolder.Reading more = ImageFolder.of(folder).read(SHAPE);
        assertThat(more.failure()).startsWith("14 of 18 pictures in ").endsWith(folder.getFileName()
                + " cannot be read: cats/empty.png, dogs/broken0.png, dogs/broken1.png and 11 more");
    }

    @Test
    void theLineOfManyBrokenPicturesStaysShort() {
        Path deep = Path.of("/home/somebody/".repeat(9));
        List<ImageFolder.Picture> pictures = IntStream.range(0, 123_456)
                .mapToObj(i ->
                        new ImageFolder.Picture(deep.resolve("a-class-with-a-long-name/IMG_20240131_" + i + ".png"), 0))
                .toList();
        List<ImageFolder.Broken> broken = pictures.stream().map(one -> new ImageFolder.Broken(one.file(), "x"))
                .toList();
        ImageFolder list = new ImageFolder(deep, List.of("a"), pictures, List.of());
        Dataset none = new PictureFiles(SHAPE, Fitting.CROP, pictures, List.of(), list.labels());
        assertThat(new ImageFolder.Reading(list, none, broken).failure())
                .hasSizeLessThanOrEqualTo(160).startsWith("123,456 of 123,456 pictures in …")
                .contains(": …", "_0.png, …", "_2.png and 123,453 more");
    }

    @Test
    void aClassThatLosesAllItsPicturesIsAnError() throws IOException {
        pictures();
        text("apes/a.png", "x");
        assertThatThrownBy(() -> ImageFolder.of(folder).read(SHAPE).skippingBroken())
                .hasMessageStartingWith(
                        folder + ": none of the pictures of the class apes can be read; 1 of 5 pictures");
    }

    @Test
    void aPartThatLosesAllItsPicturesIsNamed() throws IOException {
        for (int i = 0; i < 5; i++) {
            picture("cats/" + i + ".png", 3, 3, 0x100000 * i);
            picture("dogs/" + i + ".png", 3, 3, 0x100000 * i + 0xFF);
        }
        ImageFolder list = ImageFolder.of(folder);
        List<Path> held = new ArrayList<>();
        for (ImageFolder.Picture one : list.pictures()) {
            byte[] bytes = Files.readAllBytes(one.file());
            Files.writeString(one.file(), "broken");
            if (list.read(SHAPE).heldOutSkippingBroken(0.2, Seed.of(1)).validation().size() == 1) {
                held.add(one.file());
            }
            Files.write(one.file(), bytes);
        }
        assertThat(held).hasSize(2);
        for (Path file : held) {
            Files.writeString(file, "broken");
        }
        assertThatThrownBy(() -> list.read(SHAPE).heldOutSkippingBroken(0.2, Seed.of(1)))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith(
                        folder + ": nothing is left of the images that are held out; 2 of 10 pictures in ");
        for (ImageFolder.Picture one : list.pictures()) {
            Files.writeString(one.file(), "broken");
        }
        assertThatThrownBy(() -> list.read(SHAPE).heldOutSkippingBroken(0.2, Seed.of(1)))
                .hasMessageStartingWith("10 of 10 pictures in ").hasMessageContaining("cannot be read: cats/0.png, ");
    }

    /// A Mac writes letters apart from their dots; the class is the same.
    @Test
    void namesAreTheSameHoweverTheirLettersAreComposed() throws IOException {
        String composed = "\u00C4pfel";
        String apart = "A\u0308pfel";
        picture("mac/" + apart + "/0.png", 3, 3, 0xFF);
        picture("mac/Zebras/0.png", 3, 3, 0xFF00);
        picture("linux/" + composed + "/0.png", 3, 3, 0xFF);
        picture("linux/Zebras/0.png", 3, 3, 0xFF00);
        ImageFolder linux = ImageFolder.of(folder.resolve("linux"));
        ImageFolder mac = ImageFolder.of(folder.resolve("mac"));
        assertThat(mac.labels()).isEqualTo(linux.labels()).containsExactly("Zebras", composed);
        assertThat(mac.digest()).isEqualTo(linux.digest());
        assertThat(ImageFolder.of(folder.resolve("mac"), List.of(apart, "Zebras")).pictures())
                .extracting(ImageFolder.Picture::label)
                .containsExactly(1, 0);
        Files.writeString(folder.resolve("list.csv"), "mac/Zebras/0.png," + apart + "\nlinux/Zebras/0.png," + composed
                + "\nmac/Zebras/0.png,Zebras\n");
        assertThat(ImageFolder.of(folder.resolve("list.csv")).labels()).containsExactly("Zebras", composed);
        picture("mac/" + composed + "/0.png", 3, 3, 0xFF);
        assertThatThrownBy(() -> ImageFolder.of(folder.resolve("mac")))
                .hasMessageContaining("expected classes of different names").hasMessageContaining("look alike");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void pathsAreNamedAsTheyAreWritten() throws IOException {
        Files.writeString(folder.resolve("windows.csv"), "abc\\red\\p0.png,red\nabc\\blue\\p0.png,blue\n");
        ImageFolder.Reading reading = ImageFolder.of(folder.resolve("windows.csv")).read(SHAPE);
        assertThat(reading.failure()).endsWith("cannot be read: abc\\red\\p0.png, abc\\blue\\p0.png");
    }

    @Test
    void whatIsNoDataSetIsRefused() throws IOException {
        assertThatThrownBy(() -> ImageFolder.of(folder.resolve("nowhere")))
                .hasMessage("no " + folder.resolve("nowhere")
                        + ": expected a folder with one folder of pictures a class, or a CSV file of path,label");
        assertThatThrownBy(() -> ImageFolder.of(folder))
                .hasMessage(folder + ": expected pictures of at least 2 classes, got none;"
                        + " put each class into a folder of its own");
        picture("cats/one.gif", 5, 9, 0x0000FF);
        assertThatThrownBy(() -> ImageFolder.of(folder)).hasMessageContaining("got only cats;");
        picture("set/train/cats/a.png", 5, 5, 0);
        picture("set/test/cats/a.png", 5, 5, 0);
        assertThatThrownBy(() -> ImageFolder.of(folder.resolve("set")))
                .hasMessage(folder.resolve("set") + ": expected one folder a class, got the parts of a data set: test,"
                        + " train; name " + folder.resolve("set/train") + " or another part itself");
    }

    @Test
    void csvFilesSayPathsAndLabels() throws IOException {
        pictures();
        text("list.csv", "\uFEFFPath, Label\r\ndogs/b.jpg,red\r\n\r\n\"cats/one.gif\",\"blue, or so\"\r\n"
                + "dogs/a.png, red\n\"cats/deeper/two.bmp\",\"a \"\"white\"\"\"");
        ImageFolder list = ImageFolder.of(folder.resolve("list.csv"));
        assertThat(list.labels()).containsExactly("a \"white\"", "blue, or so", "red");
        assertThat(colours(list.read(SHAPE).complete()))
                .isEqualTo("red 100; blue, or so 001; red 010; a \"white\" 111; ");
        text("headless.csv", folder.resolve("dogs/b.jpg") + ",x\ncats/one.gif,y\n");
        assertThat(colours(ImageFolder.of(folder.resolve("headless.csv")).read(SHAPE).complete()))
                .isEqualTo("x 100; y 001; ");
    }

    @Test
    void badCsvFilesAreNamedWithTheirLine() throws IOException {
        text("three.csv", "path,label\na.png,cat\nb,c.png,dog\n");
        assertThatThrownBy(() -> ImageFolder.of(folder.resolve("three.csv")))
                .hasMessage(folder.resolve("three.csv") + ", line 3: expected path,label, got 3 fields: b,c.png,dog;"
                        + " put a field with commas into double quotes");
        text("semicolons.csv", "path;label\na.png;cat\n");
        assertThatThrownBy(() -> ImageFolder.of(folder.resolve("semicolons.csv")))
                .hasMessage(folder.resolve("semicolons.csv") + ", line 1: expected path,label, got 1 field: path;label;"
                        + " separate path and label with a comma, not with a semicolon");
        text("heading.csv", "filename,class\nreal.png,cat\nother.png,dog\n");
        text("real.png", "x");
        assertThatThrownBy(() -> ImageFolder.of(folder.resolve("heading.csv")))
                .hasMessage(folder.resolve("heading.csv") + ", line 1: expected a picture or the heading path,label,"
                        + " got filename,class; if it is a heading, write path,label");
        text("returns.csv", "path,label\ra.png,cat\rb,c.png,dog\r");
        assertThatThrownBy(() -> ImageFolder.of(folder.resolve("returns.csv"))).hasMessageContaining(", line 3: ");
        text("open.csv", "a.png,\"cat\nb.png,dog\n");
        assertThatThrownBy(() -> ImageFolder.of(folder.resolve("open.csv")))
                .hasMessage(folder.resolve("open.csv") + ", line 1: a double quote has no end");
        text("missing.csv", "a.png,cat\nb.png,dog\n");
        ImageFolder list = ImageFolder.of(folder.resolve("missing.csv"));
        assertThatThrownBy(() -> list.read(SHAPE).complete())
                .hasMessageContaining("2 of 2 pictures")
                .hasMessageContaining("cannot be read: a.png, b.png");
        assertThat(list.read(SHAPE).broken().getFirst().reason())
                .isEqualTo("no file " + folder.resolve("a.png") + ": expected an image");
    }

    @Test
    void otherPicturesTakeTheKnownClasses() throws IOException {
        pictures();
        ImageFolder list = ImageFolder.of(folder);
        List<String> labels = List.of("apes", "cats", "dogs");
        ImageFolder known = ImageFolder.of(folder, labels);
        assertThat(known.labels()).isEqualTo(labels);
        assertThat(colours(known.read(SHAPE).complete())).isEqualTo(colours(list.read(SHAPE).complete()));
        assertThatThrownBy(() -> ImageFolder.of(folder, List.of("cats", "mice")))
                .hasMessage(folder + ": the class dogs is not among those that are known: expected cats, mice");
        picture("few/dogs/a.png", 3, 3, 0);
        assertThat(ImageFolder.of(folder.resolve("few"), labels).pictures())
                .containsExactly(new ImageFolder.Picture(folder.resolve("few/dogs/a.png"), 2));
        Files.createDirectories(folder.resolve("none"));
        assertThatThrownBy(() -> ImageFolder.of(folder.resolve("none"), labels))
                .hasMessageContaining("expected pictures, got none");
    }

    @Test
    void whatCannotBeReadMovesNoPictureFromOnePartToTheOther() throws IOException {
        for (int i = 0; i < 10; i++) {
            picture("cats/" + i + ".png", 3, 3, 0x0000FF);
            picture("dogs/" + i + ".png", 3, 3, i << 20);
        }
        ImageFolder list = ImageFolder.of(folder);
        Holdout whole = list.read(SHAPE).heldOut(0.3, Seed.of(1));
        List<Float> trained = reds(whole.train());
        assertThat(reds(whole.validation())).hasSize(3).doesNotContainAnyElementsOf(trained);
        for (int i = 0; i < 10; i++) {
            Path file = folder.resolve("dogs/" + i + ".png");
            byte[] bytes = Files.readAllBytes(file);
            Files.writeString(file, "broken");
            Holdout split = list.read(SHAPE).heldOutSkippingBroken(0.3, Seed.of(1));
            assertThatThrownBy(() -> list.read(SHAPE).heldOut(0.3, Seed.of(1)))
                    .isInstanceOf(DataException.class)
                    .hasMessageStartingWith("1 of 20 pictures in ")
                    .hasMessageContaining(" cannot be read: dogs/" + file.getFileName() + "; the first: ")
                    .hasMessageEndingWith(" or leave them out by heldOutSkippingBroken");
            assertThat(split.train().size() + split.validation().size()).isEqualTo(19);
            assertThat(trained).containsAll(reds(split.train()));
            assertThat(reds(whole.validation())).containsAll(reds(split.validation()));
            Files.write(file, bytes);
        }
    }

    /// Of the dogs, which differ in it.
    private static List<Float> reds(Dataset dataset) {
        float[] image = new float[48];
        return IntStream.range(0, dataset.size())
                .filter(i -> dataset.label(i) == 1)
                .mapToObj(i -> {
                    dataset.read(i, image, 0);
                    return image[0];
                })
                .toList();
    }

    @Test
    void namesThatCannotBeReadAreRefused() throws IOException {
        text("list.csv", "a.png,\uFFFDpfel\nb.png,Birnen\n");
        assertThatThrownBy(() -> ImageFolder.of(folder.resolve("list.csv")))
                .hasMessageContaining("in readable letters, got \uFFFDpfel; save the file as UTF-8");
    }

    @Test
    void theDigestSaysWhetherPicturesCameOrWent() throws IOException {
        pictures();
        String before = ImageFolder.of(folder).digest();
        assertThat(before).hasSize(16).isEqualTo(ImageFolder.of(folder).digest());
        picture("dogs/c.png", 3, 3, 0);
        assertThat(ImageFolder.of(folder).digest()).isNotEqualTo(before);
        Files.delete(folder.resolve("dogs/c.png"));
        assertThat(ImageFolder.of(folder).digest()).isEqualTo(before);
        text("list.csv", "cats/one.gif,x\ndogs/a.png,y\n");
        String csv = ImageFolder.of(folder.resolve("list.csv")).digest();
        text("list.csv", "cats/one.gif,y\ndogs/a.png,x\n");
        assertThat(ImageFolder.of(folder.resolve("list.csv")).digest()).isNotEqualTo(csv);
    }

    @Test
    void aListThatMovesKeepsItsDigest() throws IOException {
        pictures();
        Path first = folder.resolve("list.csv");
        text("list.csv", "cats/one.gif,x\n./dogs/a.png,y\n");
        String relative = ImageFolder.of(first).digest();
        assertThat(ImageFolder.of(first).hasDigest(relative, folder.resolve("deep/er/list.csv"))).isTrue();
        String rows = folder.resolve("cats/one.gif") + ",x\n" + folder.resolve("dogs/a.png") + ",y\n";
        text("list.csv", rows);
        String absolute = ImageFolder.of(first).digest();
        assertThat(absolute).isNotEqualTo(relative);
        text("deep/er/list.csv", rows);
        Path moved = folder.resolve("deep/er/list.csv");
        assertThat(ImageFolder.of(moved).digest()).isEqualTo(absolute);
        text("list.csv", "cats/one.gif,x\ndogs/a.png,y\n");
        String before = ImageFolder.of(first).digest();
        assertThat(ImageFolder.of(moved).hasDigest(before, first)).as("as digests once were").isTrue();
        assertThat(ImageFolder.of(moved).hasDigest(before, moved)).isFalse();
        text("list.csv", rows.replace(",x", ",z"));
        assertThat(ImageFolder.of(first).hasDigest(absolute, first)).isFalse();
    }
}
