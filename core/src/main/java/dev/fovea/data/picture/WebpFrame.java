package dev.fovea.data.picture;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A still picture of a WebP.
///
/// @param lossless whether `pixels` are of the lossless kind
/// @param pixels a chunk's content
/// @param alpha the opacities of a lossy picture, or nothing
record WebpFrame(int width, int height, boolean lossless, Bytes pixels, @Nullable Bytes alpha) {
    /// The most pixels of a byte that are believed: a lossless picture of one colour has next to no bytes.
    static final long RATIO = 1 << 14;

    /// Four, and half of it where one of two pixels holds both until their colours are looked up.
    private static final long BYTES_A_LOSSLESS_PIXEL = 6;

    private static final long SMALL = 1 << 24;
    private static final int SIGNATURE = 0x2F;

    /// Gives the rows of a decoded picture.
    interface Decoded {
        void row(int y, byte[] colours, byte[] opacity);
    }

    /// The content of the first chunk of a name.
    static @Nullable Bytes chunk(Bytes chunks, String name) {
        long at = 0;
        while (at + 8 <= chunks.length()) {
            long length = chunks.u32((int) at + 4);
            if (chunks.hasAt((int) at, name)) {
                return chunks.part(at + 8, length);
            }
            at += 8 + length + length % 2;
        }
        return null;
    }

    static WebpFrame of(Bytes chunks) {
        Bytes lossy = chunk(chunks, "VP8 ");
        Bytes lossless = chunk(chunks, "VP8L");
        WebpFrame frame;
        if (lossy != null) {
            if ((lossy.at(0) & 1) != 0 || !lossy.hasAt(3, "\u009D\u0001*")) {
                throw PictureException.damaged("WebP", null);
            }
            frame = new WebpFrame(lossy.u16(6) & 0x3FFF, lossy.u16(8) & 0x3FFF, false, lossy, chunk(chunks, "ALPH"));
        } else if (lossless != null && lossless.at(0) == SIGNATURE) {
            int size = lossless.i32(1);
            frame = new WebpFrame(1 + (size & 0x3FFF), 1 + (size >> 14 & 0x3FFF), true, lossless, null);
        } else {
            throw PictureException.damaged("WebP", null);
        }
        if ((long) frame.width * frame.height > SMALL + frame.pixels.length() * RATIO) {
            throw PictureException.truncated(frame.width, frame.height);
        }
        return frame;
    }

    long memory() {
        long pixels = (long) width * height;
        return lossless ? BYTES_A_LOSSLESS_PIXEL * pixels
                : Vp8Picture.memory(width, height) + (alpha == null ? 0 : (1 + BYTES_A_LOSSLESS_PIXEL) * pixels);
    }

    Decoded decode() {
        if (lossless) {
            int[] all = lossless(pixels.part(5, pixels.length()));
            boolean opacity = (pixels.i32(1) >> 28 & 1) == 1;
            return (y, colours, opaque) -> {
                for (int x = 0; x < width; x++) {
                    int pixel = all[y * width + x];
                    colours[3 * x] = (byte) (pixel >> 16);
                    colours[3 * x + 1] = (byte) (pixel >> 8);
                    colours[3 * x + 2] = (byte) pixel;
                    opaque[x] = opacity ? (byte) (pixel >> 24) : -1;
                }
            };
        }
        Vp8Colours lossy = lossy();
        byte[] opacities = alpha == null ? null : opacities(alpha);
        return (y, colours, opaque) -> {
            lossy.row(y, colours);
            if (opacities == null) {
                Arrays.fill(opaque, (byte) -1);
            } else {
                System.arraycopy(opacities, y * width, opaque, 0, width);
            }
        };
    }

    private Vp8Colours lossy() {
        try {
            return Vp8Picture.decode(pixels);
        } catch (IndexOutOfBoundsException _) {
            throw PictureException.truncated(width, height);
        }
    }

    /// Opacity, red, green and blue of a lossless picture of the frame's size.
    private int[] lossless(Bytes afterSize) {
        try {
            return Vp8lPicture.decode(afterSize, width, height);
        } catch (IndexOutOfBoundsException _) {
            throw PictureException.truncated(width, height);
        }
    }

    private byte[] opacities(Bytes chunk) {
        int head = chunk.at(0);
        byte[] opacities = new byte[width * height];
        switch (head & 3) {
            case 0 -> {
                if (chunk.length() - 1 < opacities.length) {
                    throw PictureException.truncated(width, height);
                }
                System.arraycopy(chunk.file(), chunk.from() + 1, opacities, 0, opacities.length);
            }
            case 1 -> {
                int[] all = lossless(chunk.part(1, chunk.length()));
                for (int i = 0; i < opacities.length; i++) {
                    opacities[i] = (byte) (all[i] >> 8);
                }
            }
            default -> throw PictureException.damaged("WebP", null);
        }
        unfilter(opacities, head >> 2 & 3);
        return opacities;
    }

    /// Adds to each opacity what its neighbours let expect: 1 the left one, 2 the upper one, 3 both less the corner.
    private void unfilter(byte[] values, int filter) {
        for (int y = 0; filter != 0 && y < height; y++) {
            for (int x = 0; x < width; x++) {
                int at = y * width + x;
                int left = x > 0 ? values[at - 1] & 0xFF : y > 0 ? values[at - width] & 0xFF : 0;
                int up = y > 0 ? values[at - width] & 0xFF : left;
                int corner = x > 0 && y > 0 ? values[at - width - 1] & 0xFF : 0;
                values[at] += (byte) (filter == 1 || y == 0 ? left : filter == 2 || x == 0 ? up
                        : Math.clamp(left + up - corner, 0, 255));
            }
        }
    }
}
