package dev.fovea.data.picture;

import java.util.ArrayDeque;
import java.util.Deque;

/// A picture of lossless WebP: pixels, and what was done to them so that they are short, which is undone here.
final class Vp8lPicture {
    private static final int PREDICTION = 0;
    private static final int COLOUR = 1;
    private static final int GREEN = 2;

    /// One thing that was done to the pixels.
    ///
    /// @param width of the picture then
    /// @param bits of the size of a tile, or of how many pixels one holds
    /// @param data what holds for each tile, or a table of colours
    private record Transform(int type, int width, int bits, int[] data) {}

    private Vp8lPicture() {}

    /// How many tiles of 2^bits cover a length.
    static int tiles(int length, int bits) {
        return length + (1 << bits) - 1 >> bits;
    }

    /// Opacity, red, green and blue of all pixels.
    ///
    /// @param data what follows the size
    /// @throws IndexOutOfBoundsException if it ends before the last pixel
    static int[] decode(Bytes data, int width, int height) {
        Vp8lBits bits = new Vp8lBits(data);
        Deque<Transform> transforms = new ArrayDeque<>();
        int seen = 0;
        int across = width;
        while (bits.flag()) {
            int type = bits.number(2);
            if ((seen >> type & 1) == 1) {
                throw PictureException.damaged("WebP", null);
            }
            seen |= 1 << type;
            Transform transform = transform(bits, type, across, height);
            transforms.push(transform);
            across = type > GREEN ? tiles(across, transform.bits) : across;
        }
        int[] pixels = Vp8lPixels.read(bits, across, height, true);
        for (Transform transform : transforms) {
            pixels = undo(transform, pixels, height);
        }
        return pixels;
    }

    private static Transform transform(Vp8lBits bits, int type, int width, int height) {
        if (type == GREEN) {
            return new Transform(type, width, 0, new int[0]);
        }
        if (type < GREEN) {
            int tileBits = 2 + bits.number(3);
            int[] data = Vp8lPixels.read(bits, tiles(width, tileBits), tiles(height, tileBits), false);
            return new Transform(type, width, tileBits, data);
        }
        int count = 1 + bits.number(8);
        int[] differences = Vp8lPixels.read(bits, count, 1, false);
        // Whatever lies beyond the table is black and clear.
        int[] colours = new int[256];
        int colour = 0;
        for (int i = 0; i < count; i++) {
            colour = Vp8lPrediction.sum(colour, differences[i]);
            colours[i] = colour;
        }
        return new Transform(type, width, count > 16 ? 0 : count > 4 ? 1 : count > 2 ? 2 : 3, colours);
    }

    private static int[] undo(Transform transform, int[] pixels, int height) {
        int width = transform.width;
        switch (transform.type) {
            case PREDICTION -> Vp8lPrediction.undo(pixels, width, height, transform.data, transform.bits);
            case COLOUR -> {
                int across = tiles(width, transform.bits);
                for (int i = 0; i < pixels.length; i++) {
                    int tile = (i / width >> transform.bits) * across + (i % width >> transform.bits);
                    pixels[i] = correlated(pixels[i], transform.data[tile]);
                }
            }
            case GREEN -> {
                for (int i = 0; i < pixels.length; i++) {
                    int green = pixels[i] >> 8 & 0xFF;
                    pixels[i] = Vp8lPrediction.sum(pixels[i], green << 16 | green);
                }
            }
            default -> {
                return colours(transform, pixels, height);
            }
        }
        return pixels;
    }

    /// Adds to red what green, and to blue what green and red let expect.
    private static int correlated(int pixel, int factors) {
        int green = pixel >> 8;
        int red = (pixel >> 16) + share(factors, green) & 0xFF;
        int blue = pixel + share(factors >> 8, green) + share(factors >> 16, red) & 0xFF;
        return pixel & 0xFF00FF00 | red << 16 | blue;
    }

    private static int share(int factor, int sample) {
        return (byte) factor * (byte) sample >> 5;
    }

    private static int[] colours(Transform transform, int[] pixels, int height) {
        int width = transform.width;
        int across = tiles(width, transform.bits);
        int indexBits = 8 >> transform.bits;
        int[] all = transform.bits == 0 ? pixels : new int[Math.multiplyExact(width, height)];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int packed = pixels[y * across + (x >> transform.bits)] >> 8 & 0xFF;
                int index = packed >> indexBits * (x & (1 << transform.bits) - 1) & (1 << indexBits) - 1;
                all[y * width + x] = transform.data[index];
            }
        }
        return all;
    }
}
