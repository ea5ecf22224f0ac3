package dev.fovea.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.app.console.ExitCode;
import dev.fovea.data.augment.AugmentationName;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class AugmentCommandTest {
    @TempDir
    private Path folder;

    private Cli cli;

    @BeforeEach
    void draw() {
        OwnPictures pictures = new OwnPictures(folder);
        pictures.write("disc.png", OwnPictures.drawn("discs", new Random(1)));
        pictures.write("cross.jpg", OwnPictures.drawn("crosses", new Random(2)));
        cli = Cli.in(folder);
    }

    @Test
    void showsEveryAugmentationTheSameForTheSameSeed() throws Exception {
        JsonNode json = cli.run("augment", "disc.png", "cross.jpg", "--size", "48", "--out", "sheet.png", "--json")
                .json();
        assertThat(json.path("augmentations").size()).isEqualTo(AugmentationName.all().size());
        assertThat(json.path("augmentations").toString()).contains("Rotate.of(20.0)", "CutMix.of(1.0)");
        byte[] sheet = Files.readAllBytes(folder.resolve("sheet.png"));
        cli.run("augment", "disc.png", "cross.jpg", "--size", "48", "--out", "again/sheet.png", "--seed", "1");
        assertThat(Files.readAllBytes(folder.resolve("again/sheet.png"))).isEqualTo(sheet);
        cli.run("augment", "disc.png", "cross.jpg", "--size", "48", "--out", "other.png", "--seed", "2");
        assertThat(Files.readAllBytes(folder.resolve("other.png"))).isNotEqualTo(sheet);
    }

    @Test
    void showsWhatIsNamed() throws Exception {
        JsonNode json = cli.run(
                        "augment", "disc.png", "--transform", "rotate=90", "--transform", "shift=0.5", "--count", "2",
                        "--out", "sheet.png", "--json")
                .json();
        assertThat(json.path("augmentations").path(0).path("call").stringValue()).isEqualTo("Rotate.of(90.0)");
        assertThat(json.path("augmentations").path(1).path("call").stringValue()).isEqualTo("Shift.of(0.5, 0.15)");
        BufferedImage sheet = ImageIO.read(folder.resolve("sheet.png").toFile());
        assertThat(sheet.getWidth()).isGreaterThan(4 * 100);
    }

    @Test
    void wrongUsageIsSaidInOneLine() {
        assertThat(cli.run("augment", "disc.png", "--transform", "mixup", "--out", "a.png").error())
                .isEqualTo("fovea: mixup mixes two pictures: got one; name another");
        assertThat(cli.run("augment", "disc.png", "--transform", "hu", "--out", "a.png").error())
                .startsWith("fovea: no augmentation is named hu (did you mean hue?); there are flip-left-right, ");
        assertThat(cli.run("augment", "disc.png", "--transform", "random-crop=999,9", "--out", "a.png").error())
                .startsWith("fovea: RandomCrop.to(999, 9) needs images of at least 999×9: got ");
        assertThat(cli.run("augment", "none.png", "--out", "a.png").error()).contains("none.png: expected an image");
        assertThat(cli.run("augment", "disc.png").code()).isEqualTo(ExitCode.MISUSED);
        assertThat(cli.run("augment", "disc.png", "--out", "a.jpg").error())
                .isEqualTo("fovea: --out is a PNG file: expected a name that ends in .png, got a.jpg");
        assertThat(cli.run("augment", "disc.png", "--count", "4000", "--size", "4096", "--out", "a.png").error())
                .startsWith("fovea: a sheet has at most 67,108,864 pixels: got ")
                .contains(" examples of 4096×4096; lower --count or --size");
        assertThat(folder.resolve("a.png")).doesNotExist();
    }

    @Test
    void aPictureIsNotWrittenOver() throws Exception {
        byte[] before = Files.readAllBytes(folder.resolve("disc.png"));
        assertThat(cli.run("augment", "cross.jpg", "disc.png", "--out", "../" + folder.getFileName() + "/disc.png")
                .error())
                .isEqualTo("fovea: --out would write over the picture disc.png: choose another file");
        assertThat(Files.readAllBytes(folder.resolve("disc.png"))).isEqualTo(before);
        assertThat(cli.run(
                "augment", "disc.png", "--transform", "hue", "--count", "1", "--size", "16", "--out", "b.png").out())
                .endsWith("b.png: 1 augmentation, 1 example of each, seed 1\n");
    }

    @Test
    void theHelpListsThemWithinEightyColumns() {
        String help = cli.run("augment", "--help").out();
        AugmentationName.all().forEach(name -> assertThat(help).contains("  " + name));
        assertThat(help.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    }
}
