package dev.fovea.lab.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.data.Fitting;
import dev.fovea.data.source.ImageFolder;
import dev.fovea.tensor.Shape;
import dev.fovea.train.watch.Terminal;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadingProgressTest {
    private static final long SECOND = 1_000_000_000;

    private long now;

    @Test
    void aLogGetsALineEachTenSeconds() {
        List<String> said = new ArrayList<>();
        ReadingProgress progress = new ReadingProgress(said::add, () -> now);
        for (int i = 1; i <= 1000; i++) {
            now += SECOND / 40;
            progress.read(i, 1000);
        }
        progress.end();
        assertThat(said).containsExactly(
                "Read 400 of 1,000 pictures, 15.0 s left", "Read 800 of 1,000 pictures, 5.0 s left");
    }

    @Test
    void aTerminalSeesOneLineThatIsClearedAtTheEnd() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        People people = new People(
                new PrintStream(out, true, StandardCharsets.UTF_8), new Terminal(true, 50));
        ReadingProgress progress = new ReadingProgress(people, () -> now);
        now = 2 * SECOND;
        progress.read(20, 100);
        progress.read(21, 100);
        progress.end();
        String text = out.toString(StandardCharsets.UTF_8);
        assertThat(text)
                .isEqualTo("\r" + "Read 20 of 100 pictures, 8.0 s left" + " ".repeat(14) + "\r\r" + " ".repeat(49)
                + "\r");
    }

    @Test
    void whatIsQuickIsNotWorthAWord() {
        List<String> said = new ArrayList<>();
        ReadingProgress progress = new ReadingProgress(said::add, () -> now);
        progress.read(1, 2);
        progress.read(2, 2);
        progress.end();
        assertThat(said).isEmpty();
    }

    /// Each look at the clock finds it six seconds later: at the begin, and for each of the pictures.
    @Test
    void readingAFolderSaysHowItGetsOn(@TempDir Path folder) throws IOException {
        for (int i = 0; i < 15; i++) {
            Path file = folder.resolve((i % 3) + "/" + i + ".png");
            Files.createDirectories(file.getParent());
            ImageIO.write(new BufferedImage(9, 7, BufferedImage.TYPE_INT_RGB), "png", file.toFile());
        }
        ImageFolder list = ImageFolder.of(folder);
        int count = list.pictures().size();
        AtomicLong clock = new AtomicLong();
        List<String> said = new ArrayList<>();
        PictureReading.of(list, Shape.of(8, 8, 1), Fitting.CROP, false, said::add, () -> clock.addAndGet(6 * SECOND));
        assertThat(said.getFirst()).isEqualTo("Reading " + count + " pictures in " + folder);
        assertThat(said.subList(1, said.size())).isNotEmpty().allMatch(line ->
                line.matches("Read \\d+ of " + count + " pictures, .* left"));
    }
}
