package dev.fovea.data.picture;

/// Luminance and chroma of full range, as JPEG has them (ITU-T T.871).
final class Ycc {
    private Ycc() {}

    /// Makes inverted red, green and blue of luminance and chroma in place: what the inks of a JPEG are stored as.
    ///
    /// @param step samples of a pixel
    static void invertedRgb(int[] samples, int step) {
        for (int i = 0; i < samples.length; i += step) {
            float y = samples[i];
            float blue = samples[i + 1] - 128;
            float red = samples[i + 2] - 128;
            samples[i] = 255 - clamp(y + 1.402f * red);
            samples[i + 1] = 255 - clamp(y - .344136f * blue - .714136f * red);
            samples[i + 2] = 255 - clamp(y + 1.772f * blue);
        }
    }

    private static int clamp(float value) {
        return Math.clamp(Math.round(value), 0, 255);
    }
}
