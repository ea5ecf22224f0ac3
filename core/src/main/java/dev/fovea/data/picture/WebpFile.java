package dev.fovea.data.picture;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The first picture of a WebP, lossy or lossless, on its canvas; what it leaves free, or clear, is white.
///
/// @param width of the canvas
/// @param height of the canvas
/// @param left where the picture lies
/// @param top where it lies
/// @param frame the picture
record WebpFile(
        int width, int height, int left, int top, WebpFrame frame, @Nullable ColourProfile profile,
        Orientation orientation)
        implements PictureFile {
    /// Canvases up to here may be as empty as they like.
    private static final long SMALL_CANVAS = 1 << 22;

    static WebpFile of(byte[] file) {
        Bytes all = Bytes.little(file);
        Bytes chunks = all.part(12, all.length());
        if (!chunks.startsWith("VP8X")) {
            WebpFrame frame = WebpFrame.of(chunks);
            return new WebpFile(frame.width(), frame.height(), 0, 0, frame, null, Orientation.UPRIGHT);
        }
        int width = 1 + chunks.u24(12);
        int height = 1 + chunks.u24(15);
        if ((long) width * height > SMALL_CANVAS + file.length * WebpFrame.RATIO) {
            throw PictureException.truncated(width, height);
        }
        Bytes exif = WebpFrame.chunk(chunks, "EXIF");
        Bytes icc = WebpFrame.chunk(chunks, "ICCP");
        Bytes animation = WebpFrame.chunk(chunks, "ANMF");
        Orientation orientation = exif == null ? Orientation.UPRIGHT : Exif.orientation(exif);
        ColourProfile profile = icc == null ? null : ColourProfile.colour(icc.copy());
        if (animation == null) {
            return new WebpFile(width, height, 0, 0, WebpFrame.of(chunks), profile, orientation);
        }
        int left = 2 * animation.u24(0);
        int top = 2 * animation.u24(3);
        WebpFrame frame = WebpFrame.of(animation.part(16, animation.length()));
        return new WebpFile(width, height, left, top, frame, profile, orientation);
    }

    @Override
    public int channels() {
        return 3;
    }

    @Override
    public long memory() {
        return frame.memory();
    }

    @Override
    public void rows(Rows into) {
        WebpFrame.Decoded decoded = frame.decode();
        byte[] colours = new byte[3 * frame.width()];
        byte[] opacity = new byte[frame.width()];
        float[] row = new float[Math.multiplyExact(3, width)];
        for (int y = 0; y < height; y++) {
            Arrays.fill(row, 1);
            if (y >= top && y < top + frame.height()) {
                decoded.row(y - top, colours, opacity);
                if (profile != null) {
                    profile.convert(colours, frame.width());
                }
                put(colours, opacity, row);
            }
            into.row(y, row);
        }
    }

    private void put(byte[] colours, byte[] opacity, float[] row) {
        int count = Math.min(frame.width(), width - left);
        if (left == 0 && isOpaque(opacity)) {
            Samples.bytes(colours, 255, 3 * count, row);
            return;
        }
        for (int x = 0; x < count; x++) {
            float opaque = (opacity[x] & 0xFF) / 255f;
            for (int c = 0; c < 3; c++) {
                row[3 * (left + x) + c] = Samples.onWhite((colours[3 * x + c] & 0xFF) / 255f, opaque);
            }
        }
    }

    private static boolean isOpaque(byte[] opacity) {
        int all = -1;
        for (byte one : opacity) {
            all &= one;
        }
        return all == -1;
    }
}
