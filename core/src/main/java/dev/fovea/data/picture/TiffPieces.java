package dev.fovea.data.picture;

/// The strips or tiles of a TIFF.
///
/// @param width of the picture
/// @param height of the picture
/// @param across columns of a piece
/// @param down rows of a piece
record TiffPieces(int width, int height, int across, int down) {
    /// As many may be as small as they like: each takes up to 200 KB while it is decoded.
    private static final long FEW = 1 << 14;

    private static final long LEAST_PIXELS = 64;

    /// Bytes that compressed pieces may overlap by.
    private static final long SMALL = 1 << 26;

    /// Rows of samples that the decoder keeps: its own, its buffer's, and those that share chroma.
    private static final long ROWS = 10;

    private static final long FAX = 16;
    private static final long JPEG = 64;
    static final int OLD_JPEG = 6;
    private static final int NEW_JPEG = 7;

    static TiffPieces of(int width, int height, int across, int down) {
        return new TiffPieces(width, height, Math.max(1, across), Math.max(1, down));
    }

    /// Columns with those that fill up the last piece.
    long filledWidth() {
        return Math.ceilDiv(width, (long) across) * across;
    }

    /// Rows with those that fill up the last piece.
    long filledHeight() {
        return Math.ceilDiv(height, (long) down) * down;
    }

    private long count() {
        return filledWidth() / across * (filledHeight() / down);
    }

    /// Refuses pieces that take far more to decode than their pixels do.
    ///
    /// @param planes whether each sample has pieces of its own
    void require(TiffTags tags, boolean planes) {
        if (count() > FEW && count() * LEAST_PIXELS > (long) width * height) {
            throw PictureException.unusual("a TIFF in " + count() + " pieces of " + across + "×" + down + " pixels");
        }
        // The decoder would convert all that it has after every piece.
        if (planes && tags.isConverted() && count() > 1) {
            throw PictureException.unusual("a TIFF with luminance and chroma in " + count() + " pieces each");
        }
    }

    /// Bytes that the decoder takes beside the whole picture.
    ///
    /// @param all the file
    /// @param at where the compressed pieces begin
    /// @param lengths of them, or nothing where they are not known
    /// @throws PictureException if the pieces hold anything that their size does not let expect
    long memory(TiffTags tags, int compression, Bytes all, long[] at, long[] lengths) {
        long row = (long) across * tags.samples();
        long rows = row * ROWS * tags.sampleBytes();
        if (compression == 1) {
            return rows;
        }
        long most = 0;
        long sum = 0;
        for (int i = 0; i < at.length; i++) {
            Bytes piece = all.part(at[i], i < lengths.length ? lengths[i] : all.length()).order(false);
            sum += piece.length();
            if (compression == NEW_JPEG) {
                most = Math.max(most, JpegPasses.within(piece, across, down));
            } else if (compression == OLD_JPEG) {
                most = Math.max(most, JpegPasses.within(piece, width, height));
            }
        }
        if (sum > SMALL + 2L * all.length()) {
            throw PictureException.damaged("TIFF", null);
        }
        if (compression == OLD_JPEG || compression == NEW_JPEG) {
            return rows + JPEG * row + row * Math.min(down, height) + most;
        }
        return rows + (compression <= 4 ? FAX * across : 0);
    }
}
