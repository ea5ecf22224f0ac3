package dev.fovea.drawing;

import dev.fovea.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;

/// A picture of pixels.
///
/// @param rgb 0xRRGGBB, row by row
public record Pixels(int width, int height, int[] rgb) {
    public Pixels {
        if (width < 1 || height < 1 || rgb.length != (long) width * height) {
            throw new IllegalArgumentException(
                    "a picture of " + width + "×" + height + " pixels was given " + rgb.length + " colours");
        }
    }

    /// A picture of one colour.
    static Pixels blank(int width, int height, int colour) {
        int[] rgb = new int[Math.multiplyExact(width, height)];
        Arrays.fill(rgb, colour);
        return new Pixels(width, height, rgb);
    }

    /// An image as networks see it: height × width × 1 (grey) or 3 (colour), values from 0 to 1.
    public static Pixels of(Tensor image) {
        int channels = image.shape().rank() == 3 ? image.shape().dim(2) : 0;
        if (channels != 1 && channels != 3) {
            throw new IllegalArgumentException(
                    "images have the shape height × width × 1 (grey) or × 3 (colour): got " + image.shape());
        }
        int height = image.shape().dim(0);
        int width = image.shape().dim(1);
        int[] rgb = new int[height * width];
        for (int i = 0; i < rgb.length; i++) {
            for (int c = 0; c < 3; c++) {
                float value = image.values()[i * channels + (channels == 1 ? 0 : c)];
                rgb[i] = rgb[i] << 8 | Math.round(255 * Math.clamp(value, 0f, 1f));
            }
        }
        return new Pixels(width, height, rgb);
    }

    /// One channel of an image or of feature maps, height × width × channels, in the colours of a scale.
    public static Pixels channel(Tensor maps, int channel, ColourScale scale) {
        int height = maps.shape().dim(0);
        int width = maps.shape().dim(1);
        int channels = maps.shape().rank() == 2 ? 1 : maps.shape().dim(2);
        java.util.Objects.checkIndex(channel, channels);
        int[] rgb = new int[height * width];
        Arrays.setAll(rgb, i -> scale.rgb(maps.values()[i * channels + channel]));
        return new Pixels(width, height, rgb);
    }

    /// One filter of height × width × channels × filters: in colour where it sees three channels, each value
    /// shown from −limit (dark) to limit (light); else its mean over the channels from −limit (blue) to limit (orange).
    public static Pixels filter(Tensor filters, int filter, double limit) {
        int channels = filters.shape().dim(2);
        int count = filters.shape().dim(3);
        java.util.Objects.checkIndex(filter, count);
        int[] rgb = new int[filters.shape().dim(0) * filters.shape().dim(1)];
        ColourScale scale = ColourScale.diverging(limit);
        for (int i = 0; i < rgb.length; i++) {
            double sum = 0;
            int colour = 0;
            for (int c = 0; c < channels; c++) {
                float value = filters.values()[(i * channels + c) * count + filter];
                sum += value;
                double light = limit == 0 ? 0.5 : 0.5 + value / (2 * limit);
                colour = colour << 8 | (int) Math.round(255 * Math.clamp(light, 0.0, 1.0));
            }
            rgb[i] = channels == 3 ? colour : scale.rgb(sum / channels);
        }
        return new Pixels(filters.shape().dim(1), filters.shape().dim(0), rgb);
    }

    /// Each pixel as a square of `times` × `times`.
    public Pixels enlarged(int times) {
        Pixels large = blank(width * times, height * times, 0);
        for (int y = 0; y < large.height; y++) {
            for (int x = 0; x < large.width; x++) {
                large.rgb[y * large.width + x] = rgb[y / times * width + x / times];
            }
        }
        return large;
    }

    /// Enlarged by the greatest whole factor that keeps both sides within so many pixels; as it is if larger.
    public Pixels within(int side) {
        return enlarged(Math.max(1, side / Math.max(width, height)));
    }

    /// Copies a picture into this one; what lies outside is left out.
    void paste(Pixels other, int left, int top) {
        for (int y = Math.max(0, -top); y < other.height && top + y < height; y++) {
            for (int x = Math.max(0, -left); x < other.width && left + x < width; x++) {
                rgb[(top + y) * width + left + x] = other.rgb[y * other.width + x];
            }
        }
    }

    /// Fills a rectangle; what lies outside is left out.
    void fill(int left, int top, int across, int down, int colour) {
        for (int y = Math.max(0, top); y < Math.min(height, top + down); y++) {
            for (int x = Math.max(0, left); x < Math.min(width, left + across); x++) {
                rgb[y * width + x] = colour;
            }
        }
    }

    /// The bytes of a PNG file.
    public byte[] png() {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, width, height, rgb, 0, width);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.setUseCache(false);
            if (!ImageIO.write(image, "png", bytes)) {
                throw new IllegalStateException("this Java has no PNG writer");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a PNG could not be made in memory", e);
        }
        return bytes.toByteArray();
    }

    /// Writes a PNG file, and its folder if there is none.
    ///
    /// @throws UncheckedIOException one line, if it cannot be written
    public void write(Path file) {
        Figure.Written.to(file, png());
    }

    /// As a figure, each pixel a square of `times` × `times`.
    public Figure figure(int times) {
        // Enlarged here: not every viewer enlarges without blur.
        return new Picture(enlarged(times), (double) times * width, (double) times * height);
    }

    private record Picture(Pixels pixels, double width, double height) implements Figure {
        @Override
        public void draw(Svg svg, double x, double y) {
            svg.picture(x, y, width, height, pixels);
        }
    }
}
