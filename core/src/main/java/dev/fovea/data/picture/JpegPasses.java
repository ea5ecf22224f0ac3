package dev.fovea.data.picture;

/// What it costs that a JPEG comes in several passes: all coefficients are kept, and each pass goes over all of them.
final class JpegPasses {
    private static final int END = 0xD9;

    /// Encoders write about ten; libjpeg-turbo calls more than 500 an attack.
    private static final int MOST = 100;

    /// The most pixels of all passes for a byte: 16 passes over the flattest picture.
    private static final long RATIO = 16 * 512;

    /// Pixels of all passes that any picture may have.
    private static final long SMALL = 1L << 26;

    private static final int FILL = 16;

    /// A block of 8 × 8 coefficients of 16 bits.
    private static final long BLOCK = 128;

    private JpegPasses() {}

    /// Bytes that the coefficients of all components take; the decoder keeps them outside of Java's heap.
    ///
    /// @param frame the content of its segment
    static long coefficients(Bytes frame, int width, int height) {
        int components = frame.at(5);
        int across = 0;
        int down = 0;
        long blocks = 0;
        for (int i = 0; i < components; i++) {
            int factors = frame.at(7 + 3 * i);
            int columns = factors >> 4;
            int rows = factors & 0xF;
            if (columns < 1 || columns > 4 || rows < 1 || rows > 4) {
                throw PictureException.damaged("JPEG", null);
            }
            across = Math.max(across, columns);
            down = Math.max(down, rows);
            blocks += columns * rows;
        }
        long units = Math.ceilDiv(width, 8L * across) * Math.ceilDiv(height, 8L * down);
        return units * blocks * BLOCK;
    }

    /// Refuses passes over more pixels than so few bytes could be for.
    ///
    /// @param scans from the first on
    static void require(Bytes scans, int width, int height) {
        require(scans, width, height, SMALL);
    }

    private static void require(Bytes scans, int width, int height, long small) {
        int count = count(scans);
        if (count > MOST || (long) width * height * count > small + RATIO * scans.length()) {
            throw new PictureException(": expected a JPEG of few passes, at most " + MOST + " over a picture with much"
                    + " in it, got " + (count > MOST ? "more" : count) + " over " + width + "×" + height
                    + " pixels; save it again as PNG or JPEG");
        }
    }

    /// Bytes that a JPEG in another file takes outside of Java's heap; 0 for one in one pass.
    ///
    /// @param width its most columns, but for what fills up blocks
    /// @param height its most rows
    /// @throws PictureException if it is larger than the other file says
    static long within(Bytes jpeg, int width, int height) {
        Bytes frame = null;
        boolean progressive = false;
        int at = 0;
        while (at + 4 <= jpeg.length()) {
            int marker = jpeg.at(at + 1);
            int length = jpeg.at(at) == 0xFF ? step(jpeg, at) : 1;
            if (length > 2 && marker == JpegHeader.SCAN) {
                break;
            } else if (length > 2 && JpegHeader.isFrame(marker)) {
                frame = jpeg.part(at + 4L, length - 4L);
                progressive = marker == JpegHeader.FRAME_IN_PASSES;
            }
            at += length;
        }
        if (frame == null || frame.length() < 6) {
            return 0;
        }
        int across = frame.u16(3);
        int down = frame.u16(1);
        if (across >= width + FILL || down >= height + FILL) {
            throw new PictureException(": the image is damaged: expected a JPEG of at most " + width + "×" + height
                    + " pixels within the TIFF, got " + across + "×" + down);
        }
        Bytes scans = jpeg.part(at, jpeg.length());
        if (scans.length() < 5 || !progressive && scans.at(4) >= frame.at(5)) {
            return 0;
        }
        require(scans, across, down, 1 << 20);
        return coefficients(frame, across, down);
    }

    /// From a byte that begins a marker to what follows the marker.
    private static int step(Bytes jpeg, int at) {
        int marker = jpeg.at(at + 1);
        if (marker == 0xFF) {
            return 1;
        }
        boolean alone = marker <= 1 || marker >= 0xD0 && marker <= END;
        return alone || at + 4 > jpeg.length() ? 2 : 2 + Math.max(2, jpeg.u16(at + 2));
    }

    /// Passes, of up to one more than are read.
    static int count(Bytes scans) {
        int count = 0;
        int at = 0;
        while (at + 1 < scans.length() && count <= MOST) {
            boolean marker = scans.at(at) == 0xFF;
            if (marker && scans.at(at + 1) == END) {
                break;
            }
            count += marker && scans.at(at + 1) == JpegHeader.SCAN ? 1 : 0;
            at += marker ? step(scans, at) : 1;
        }
        return count;
    }
}
