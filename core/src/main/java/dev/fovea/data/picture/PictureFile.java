package dev.fovea.data.picture;

/// A picture in the bytes of a file: what its header says, and its rows on demand. Transparent pixels lie on white.
public sealed interface PictureFile permits BmpFile, GifFile, JpegFile, PngFile, PnmFile, TiffFile, WebpFile {
    /// Columns as they are stored.
    int width();

    /// Rows as they are stored.
    int height();

    /// 1 for grey, 3 for red, green and blue.
    int channels();

    /// How the stored picture is to be turned.
    default Orientation orientation() {
        return Orientation.UPRIGHT;
    }

    /// The most bytes that decoding takes, within Java's heap and outside of it, beside the file and the row of floats
    /// that it gives.
    long memory();

    /// The same picture with only each `step`-th row and column, for pictures that are too large whole; formats that
    /// cannot leave any out return themselves.
    default PictureFile every(int step) {
        return this;
    }

    /// Decodes it.
    ///
    /// @throws PictureException if the rest of the file does not hold what its header promises
    void rows(Rows into);

    /// The picture that a file holds; only its header is read.
    ///
    /// @throws PictureException if it is none, is of a kind that is not read, or promises more pixels than its format
    ///         could hold in so few bytes
    static PictureFile of(byte[] file) {
        Format format = Format.of(file);
        try {
            PictureFile picture = switch (format) {
                case JPEG -> JpegFile.of(file);
                case PNG -> PngFile.of(file);
                case WEBP -> WebpFile.of(file);
                case GIF -> GifFile.of(file);
                case BMP -> BmpFile.of(file);
                case TIFF -> TiffFile.of(file);
                case PNM, WBMP -> PnmFile.of(file);
            };
            return requireSize(picture);
        } catch (IndexOutOfBoundsException _) {
            throw PictureException.cutShort();
        }
    }

    private static PictureFile requireSize(PictureFile picture) {
        if (picture.width() < 1 || picture.height() < 1) {
            throw new PictureException(": expected an image of at least 1×1 pixels, got " + picture.width() + "×"
                    + picture.height());
        }
        return picture;
    }
}
