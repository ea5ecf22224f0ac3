package dev.fovea.data.picture;

/// Red, green and blue of the rows of a lossy WebP, whose chroma has half of its rows and columns. Between the samples
/// of chroma lies what is a quarter of the way from one to the next; colours are those of BT.601 from luma of 16 to
/// 235, all in the integers of libwebp, so that they are the same to the bit.
final class Vp8Colours {
    private final int width;
    private final int chromaHeight;
    private final Vp8Plane luma;
    private final Vp8Plane blue;
    private final Vp8Plane red;

    // Four times the chroma of a row, with one more at each end.
    private final int[] blues;
    private final int[] reds;

    Vp8Colours(int width, int height, Vp8Plane luma, Vp8Plane blue, Vp8Plane red) {
        this.width = width;
        chromaHeight = (height + 1) / 2;
        this.luma = luma;
        this.blue = blue;
        this.red = red;
        blues = new int[(width + 1) / 2 + 2];
        reds = new int[blues.length];
    }

    void row(int y, byte[] colours) {
        int near = y / 2;
        int far = Math.clamp(near + (y % 2 == 0 ? -1 : 1), 0, chromaHeight - 1);
        between(blue, near, far, blues);
        between(red, near, far, reds);
        byte[] lumas = luma.samples();
        int from = luma.at(0, y);
        for (int i = 1; i < blues.length - 1; i++) {
            int x = 2 * i - 2;
            int u = 3 * blues[i] + 8;
            int v = 3 * reds[i] + 8;
            pixel(lumas[from + x], u + blues[i - 1] >> 4, v + reds[i - 1] >> 4, colours, 3 * x);
            if (x + 1 < width) {
                pixel(lumas[from + x + 1], u + blues[i + 1] >> 4, v + reds[i + 1] >> 4, colours, 3 * x + 3);
            }
        }
    }

    private static void pixel(byte luma, int blue, int red, byte[] colours, int at) {
        int light = (luma & 0xFF) * 19077 >> 8;
        colours[at] = colour(light + (red * 26149 >> 8) - 14234);
        colours[at + 1] = colour(light - (blue * 6419 >> 8) - (red * 13320 >> 8) + 8708);
        colours[at + 2] = colour(light + (blue * 33050 >> 8) - 17685);
    }

    private static void between(Vp8Plane chroma, int near, int far, int[] values) {
        byte[] samples = chroma.samples();
        int nearRow = chroma.at(0, near);
        int farRow = chroma.at(0, far);
        int count = values.length - 2;
        for (int i = 0; i < count; i++) {
            values[1 + i] = 3 * (samples[nearRow + i] & 0xFF) + (samples[farRow + i] & 0xFF);
        }
        values[0] = values[1];
        values[count + 1] = values[count];
    }

    private static byte colour(int value) {
        return (byte) Math.max(0, Math.min(255, value >> 6));
    }
}
