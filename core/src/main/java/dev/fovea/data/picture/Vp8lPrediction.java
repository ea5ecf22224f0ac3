package dev.fovea.data.picture;

/// Adds to the pixels of a lossless WebP what their neighbours let expect, by the mode of their tile.
final class Vp8lPrediction {
    private static final int BLACK = 0xFF000000;

    private Vp8lPrediction() {}

    static void undo(int[] pixels, int width, int height, int[] modes, int bits) {
        int across = Vp8lPicture.tiles(width, bits);
        pixels[0] = sum(pixels[0], BLACK);
        for (int x = 1; x < width; x++) {
            pixels[x] = sum(pixels[x], pixels[x - 1]);
        }
        for (int y = 1; y < height; y++) {
            int row = y * width;
            pixels[row] = sum(pixels[row], pixels[row - width]);
            for (int x = 1; x < width; x++) {
                int mode = modes[(y >> bits) * across + (x >> bits)] >> 8 & 15;
                pixels[row + x] = sum(pixels[row + x], expected(pixels, row + x, width, mode));
            }
        }
    }

    private static int expected(int[] pixels, int at, int width, int mode) {
        int left = pixels[at - 1];
        int top = pixels[at - width];
        // Right of the last column stands the first one of the next row.
        int topRight = pixels[at - width + 1];
        int topLeft = pixels[at - width - 1];
        return switch (mode) {
            case 1 -> left;
            case 2 -> top;
            case 3 -> topRight;
            case 4 -> topLeft;
            case 5 -> mean(mean(left, topRight), top);
            case 6 -> mean(left, topLeft);
            case 7 -> mean(left, top);
            case 8 -> mean(topLeft, top);
            case 9 -> mean(top, topRight);
            case 10 -> mean(mean(left, topLeft), mean(top, topRight));
            case 11 -> nearer(left, top, topLeft);
            case 12 -> gradient(left, top, topLeft);
            case 13 -> halfGradient(mean(left, top), topLeft);
            default -> BLACK;
        };
    }

    /// Each of the four samples modulo 256.
    static int sum(int a, int b) {
        return (a & 0xFF00FF00) + (b & 0xFF00FF00) & 0xFF00FF00 | (a & 0xFF00FF) + (b & 0xFF00FF) & 0xFF00FF;
    }

    private static int mean(int a, int b) {
        return (a & b) + (((a ^ b) & 0xFEFEFEFE) >>> 1);
    }

    private static int nearer(int left, int top, int corner) {
        int fromLeft = 0;
        int fromTop = 0;
        for (int shift = 0; shift < 32; shift += 8) {
            fromLeft += Math.abs((top >>> shift & 0xFF) - (corner >>> shift & 0xFF));
            fromTop += Math.abs((left >>> shift & 0xFF) - (corner >>> shift & 0xFF));
        }
        return fromLeft < fromTop ? left : top;
    }

    private static int gradient(int left, int top, int corner) {
        int all = 0;
        for (int shift = 0; shift < 32; shift += 8) {
            int value = (left >>> shift & 0xFF) + (top >>> shift & 0xFF) - (corner >>> shift & 0xFF);
            all |= Math.clamp(value, 0, 255) << shift;
        }
        return all;
    }

    private static int halfGradient(int mean, int corner) {
        int all = 0;
        for (int shift = 0; shift < 32; shift += 8) {
            int value = mean >>> shift & 0xFF;
            all |= Math.clamp(value + (value - (corner >>> shift & 0xFF)) / 2, 0, 255) << shift;
        }
        return all;
    }
}
