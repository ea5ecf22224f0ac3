package dev.fovea.data.picture;

/// How a stored image is to be turned so that it stands as it was seen: EXIF's tag 0x0112, 1 to 8.
///
/// The tag says where the stored image's first row and first column lie in the picture as people see it: 1 top, left;
/// 2 top, right; 3 bottom, right; 4 bottom, left; 5 left, top; 6 right, top; 7 right, bottom; 8 left, bottom.
public record Orientation(int tag) {
    static final Orientation UPRIGHT = new Orientation(1);

    public Orientation {
        tag = tag >= 1 && tag <= 8 ? tag : 1;
    }

    /// Whether the picture's rows are the stored image's columns.
    public boolean swaps() {
        return tag >= 5;
    }

    /// Writes a stored row to where it lies in the upright picture.
    ///
    /// @param width of the stored image
    /// @param height of the stored image
    /// @param into the upright picture, height × width × channels
    public void place(int y, float[] row, int width, int height, int channels, float[] into) {
        boolean lastRowFirst = tag == 3 || tag == 4 || tag == 6 || tag == 7;
        boolean lastColumnFirst = tag == 2 || tag == 3 || tag == 7 || tag == 8;
        int line = lastRowFirst ? height - 1 - y : y;
        int step = (lastColumnFirst ? -1 : 1) * (swaps() ? height : 1) * channels;
        int first = lastColumnFirst ? width - 1 : 0;
        int at = (swaps() ? first * height + line : line * width + first) * channels;
        if (step == channels) {
            System.arraycopy(row, 0, into, at, width * channels);
            return;
        }
        for (int i = 0; i < width * channels; i += channels, at += step) {
            for (int c = 0; c < channels; c++) {
                into[at + c] = row[i + c];
            }
        }
    }
}
