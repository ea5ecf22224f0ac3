package dev.fovea.data.picture;

import java.awt.Point;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.util.Arrays;

/// A decoder's target that keeps nothing: it gives each row on as it comes, so that a picture of any size is decoded in
/// the memory of a row.
final class RowRaster extends WritableRaster {
    /// Takes rows of bytes, channels innermost; it may change them.
    @FunctionalInterface
    interface ByteRows {
        void row(int y, byte[] bytes);
    }

    private final ByteRows rows;
    private int next;

    RowRaster(int width, int height, int channels, ByteRows rows) {
        super(
                new PixelInterleavedSampleModel(
                        DataBuffer.TYPE_BYTE, width, height, channels, channels * width, offsets(channels)),
                new DataBufferByte(1), new Point());
        this.rows = rows;
    }

    private static int[] offsets(int channels) {
        int[] offsets = new int[channels];
        Arrays.setAll(offsets, i -> i);
        return offsets;
    }

    /// An image that has this raster's size and stores into it.
    BufferedImage image() {
        ColorSpace space = ColorSpace.getInstance(getNumBands() == 1 ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB);
        ColorModel model =
                new ComponentColorModel(space, false, false, ColorModel.OPAQUE, DataBuffer.TYPE_BYTE);
        return new BufferedImage(model, this, false, null);
    }

    /// Whether rows are missing at the end.
    boolean isIncomplete() {
        return next < getHeight();
    }

    @Override
    public void setRect(int left, int top, Raster source) {
        if (left != 0 || top != next || source.getWidth() != getWidth() || source.getHeight() != 1
                || !(source.getDataBuffer() instanceof DataBufferByte bytes)) {
            throw new IllegalArgumentException("expected row " + next + " of " + getWidth() + " pixels: got "
                    + source.getBounds() + " at " + left + ", " + top);
        }
        rows.row(next++, bytes.getData());
    }
}
