package dev.fovea.app.page;

import dev.fovea.data.Dataset;
import dev.fovea.io.AtomicFile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/// One image of a data set as a picture, to try a model on.
final class ExampleImage {
    private ExampleImage() {}

    /// Writes the first image of a data set as PNG and returns its label; null where that is not possible.
    static @Nullable String write(Dataset images, Path file) {
        int height = images.sample().dim(0);
        int width = images.sample().dim(1);
        int channels = images.sample().dim(2);
        float[] values = new float[height * width * channels];
        images.read(0, values, 0);
        int type = channels == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB;
        BufferedImage picture = new BufferedImage(width, height, type);
        for (int pixel = 0; pixel < height * width; pixel++) {
            for (int band = 0; band < channels; band++) {
                int level = Math.round(255 * values[pixel * channels + band]);
                picture.getRaster().setSample(pixel % width, pixel / width, band, level);
            }
        }
        try {
            ImageIO.setUseCache(false);
            ByteArrayOutputStream png = new ByteArrayOutputStream();
            if (!ImageIO.write(picture, "png", png)) {
                return null;
            }
            AtomicFile.write(file, png.toByteArray());
            return images.labels().get(images.label(0));
        } catch (IOException e) {
            return null;
        }
    }
}
