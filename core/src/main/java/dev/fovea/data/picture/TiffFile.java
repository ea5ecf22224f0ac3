package dev.fovea.data.picture;

import com.twelvemonkeys.imageio.plugins.tiff.BigTIFFImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi;
import java.awt.image.Raster;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import org.jspecify.annotations.Nullable;

/// The first picture of a TIFF or BigTIFF: grey, colour, palettes and inks of all depths, whole numbers and floats. The
/// decoder sees the tags alone that say how pixels are stored; what they mean is decided here.
///
/// Whole numbers of b bits are divided by 2ᵇ − 1, signed ones by 2ᵇ⁻¹ − 1 with what is negative as 0. Floats are taken
/// from 0 to 1; of a picture whose largest is above 1 from 0 to 255, above 255 to 65,535, above that to the largest.
/// Whole numbers of 32 bits are too: of a picture whose largest is at most 255 or 65,535, that is white.
///
/// @param parts of the file that the decoder reads
/// @param working bytes that the decoder takes beside the whole picture
/// @param big whether offsets have 64 bits
/// @param step which rows and columns are taken
record TiffFile(
        int fullWidth, int fullHeight, TiffTags tags, Orientation orientation, @Nullable ColourProfile profile,
        List<Bytes> parts, long working, boolean big, int step)
        implements PictureFile {

    static TiffFile of(byte[] file) {
        return new TiffHeader(file).read();
    }

    @Override
    public int width() {
        return (fullWidth + step - 1) / step;
    }

    @Override
    public int height() {
        return (fullHeight + step - 1) / step;
    }

    @Override
    public int channels() {
        return tags.isGrey() ? 1 : 3;
    }

    @Override
    public long memory() {
        long row = (long) width() * tags.samples();
        return row * height() * tags.sampleBytes() + working + TiffRows.BYTES * row
                + (profile == null ? 0 : ColourProfile.ROW * width());
    }

    @Override
    public PictureFile every(int step) {
        return new TiffFile(fullWidth, fullHeight, tags, orientation, profile, parts, working, big, step);
    }

    @Override
    public void rows(Rows into) {
        Raster raster;
        try {
            ImageReader reader = big
                    ? new BigTIFFImageReaderSpi().createReaderInstance(null)
                    : new TIFFImageReaderSpi().createReaderInstance(null);
            try (PartsStream in = new PartsStream(parts)) {
                reader.setInput(in, true, true);
                ImageReadParam param = reader.getDefaultReadParam();
                param.setSourceSubsampling(step, step, 0, 0);
                raster = tags.isConverted() ? reader.read(0, param).getRaster() : reader.readRaster(0, param);
            } finally {
                reader.dispose();
            }
        } catch (EOFException _) {
            throw PictureException.truncated(fullWidth, fullHeight);
        } catch (IOException e) {
            throw PictureException.damaged("TIFF", e);
        }
        if (raster.getWidth() != width() || raster.getHeight() != height()
                || raster.getNumBands() < tags.meaningful()) {
            throw PictureException.damaged("TIFF", null);
        }
        TiffRows rows = new TiffRows(tags, profile, raster);
        for (int y = 0; y < height(); y++) {
            into.row(y, rows.row(y));
        }
    }
}
