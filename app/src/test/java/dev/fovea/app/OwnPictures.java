package dev.fovea.app;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;

/// Drawn pictures of discs, crosses and stripes, of mixed sizes and types, in one folder a class.
record OwnPictures(Path folder) {
    static final List<String> CLASSES = List.of("crosses", "discs", "stripes");
    private static final String[] TYPES = {"png", "jpg", "gif", "bmp"};

    static OwnPictures in(Path folder, int each) {
        OwnPictures pictures = new OwnPictures(folder);
        Random random = new Random(7);
        for (String label : CLASSES) {
            for (int i = 0; i < each; i++) {
                pictures.write(label + "/" + i + "." + TYPES[i % TYPES.length], drawn(label, random));
            }
        }
        return pictures;
    }

    /// Two files that end as pictures do and are none: a PNG that is cut off, and a text.
    OwnPictures withTwoBroken() {
        try {
            byte[] whole = Files.readAllBytes(folder.resolve("discs/0.png"));
            Files.write(folder.resolve("discs/cut.png"), java.util.Arrays.copyOf(whole, whole.length / 2));
            Files.writeString(folder.resolve("stripes/text.jpg"), "not a picture at all");
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path write(String name, BufferedImage image) {
        Path file = folder.resolve(name);
        try {
            Files.createDirectories(file.getParent());
            if (!ImageIO.write(image, name.substring(name.lastIndexOf('.') + 1), file.toFile())) {
                throw new IOException("no writer for " + name);
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static BufferedImage drawn(String label, Random random) {
        int width = 40 + random.nextInt(160);
        int height = 40 + random.nextInt(160);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setColor(Color.getHSBColor(random.nextFloat(), 0.4f, 0.9f));
        pen.fillRect(0, 0, width, height);
        pen.setColor(Color.getHSBColor(random.nextFloat(), 0.9f, 0.4f));
        int side = Math.min(width, height);
        int left = (width - side) / 2;
        int top = (height - side) / 2;
        int size = side / 2 + random.nextInt(side / 4);
        int x = left + random.nextInt(side - size);
        int y = top + random.nextInt(side - size);
        switch (label) {
            case "discs" -> pen.fillOval(x, y, size, size);
            case "crosses" -> {
                pen.fillRect(x + size * 3 / 8, y, size / 4, size);
                pen.fillRect(x, y + size * 3 / 8, size, size / 4);
            }
            default -> {
                for (int i = 0; i < 3; i++) {
                    pen.fillRect(x, y + i * size * 2 / 5, size, size / 5);
                }
            }
        }
        pen.dispose();
        return image;
    }
}
