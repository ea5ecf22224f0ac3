package dev.fovea.data.picture;

import org.jspecify.annotations.Nullable;

/// Bytes that are no picture, or none that can be read. The message is one line that follows the name of the file:
/// `: the image is truncated: …`, ` is not an image that …`.
public final class PictureException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public PictureException(String message) {
        this(message, null);
    }

    PictureException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /// A picture whose file ends before it does.
    static PictureException truncated(int width, int height) {
        return new PictureException(": the image is truncated: it has " + width + "×" + height
                + " pixels, and the file ends before the last");
    }

    /// A picture whose file ends before its size is known.
    static PictureException cutShort() {
        return new PictureException(": the image is truncated: the file ends before its first pixel");
    }

    /// A picture that breaks the rules of its format.
    ///
    /// @param what such as `PNG` or `TIFF`
    static PictureException damaged(String what, @Nullable Throwable cause) {
        return new PictureException(
                ": the image is damaged, or a " + what + " of an unusual kind; save it again as PNG or JPEG", cause);
    }

    /// A picture of a sound kind that is not read.
    ///
    /// @param kind such as `a JPEG with arithmetic coding`
    static PictureException unusual(String kind) {
        return new PictureException(": the image is " + kind + ", which is not read; save it again as PNG or JPEG");
    }
}
