package dev.fovea.data.picture;

import java.awt.image.Raster;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import org.jspecify.annotations.Nullable;

/// JPEG, grey, in colour or in four inks. Java's decoder sees the parts that hold pixels alone, so that nothing that
/// programs and cameras add to a file can stop it; a colour profile is applied afterwards.
///
/// A picture in one pass is given on row by row as it is decoded. One in several passes is kept whole.
///
/// @param components 1, 3 or 4
/// @param coefficients bytes that are kept outside of Java's heap between several passes; 0 for a picture in one
/// @param inks whether the four components are luminance, chroma and black rather than inks
/// @param parts of the file that Java's decoder reads
/// @param step which rows and columns are taken
record JpegFile(
        int fullWidth, int fullHeight, int components, long coefficients, boolean inks, @Nullable ColourProfile profile,
        Orientation orientation, List<Bytes> parts, int step)
        implements PictureFile {
    /// What Java's decoder says of data that end early.
    private static final String ENDS_EARLY = "premature end";

    /// Bytes of a row for each sample: what the decoder keeps around it, and its profiled copy.
    private static final long ROW = 64;

    static JpegFile of(byte[] file) {
        return new JpegHeader(file).read();
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
        return components == 1 ? 1 : 3;
    }

    private boolean streams() {
        return components != 4 && coefficients == 0;
    }

    @Override
    public long memory() {
        long rows = ROW * fullWidth * components;
        return rows + coefficients + (streams() ? 0 : (long) width() * height() * components);
    }

    @Override
    public PictureFile every(int step) {
        return streams()
                ? this
                : new JpegFile(
                        fullWidth, fullHeight, components, coefficients, inks, profile, orientation, parts, step);
    }

    @Override
    public void rows(Rows into) {
        ImageReader reader = JavaReaders.jpeg();
        AtomicBoolean truncated = new AtomicBoolean();
        // The decoder only warns, and fills what is missing with grey.
        reader.addIIOReadWarningListener((_, warning) -> {
            if (warning.contains(ENDS_EARLY)) {
                truncated.set(true);
            }
        });
        try (PartsStream in = new PartsStream(parts)) {
            reader.setInput(in, true, true);
            ImageReadParam param = reader.getDefaultReadParam();
            param.setSourceSubsampling(step, step, 0, 0);
            if (components == 4) {
                inks(reader.readRaster(0, param), into);
            } else if (coefficients > 0) {
                whole(reader.read(0, param).getRaster(), into);
            } else {
                RowRaster target = new RowRaster(width(), height(), components, converter(into));
                param.setDestination(target.image());
                reader.read(0, param);
                truncated.compareAndSet(false, target.isIncomplete());
            }
        } catch (IOException | IllegalArgumentException e) {
            throw PictureException.damaged("JPEG", e);
        } finally {
            reader.dispose();
        }
        if (truncated.get()) {
            throw PictureException.truncated(fullWidth, fullHeight);
        }
    }

    /// Makes floats of rows of bytes, grey or red, green, blue.
    private RowRaster.ByteRows converter(Rows into) {
        float[] values = new float[width() * channels()];
        return (y, bytes) -> {
            if (profile != null) {
                profile.convert(bytes, width());
            }
            Samples.bytes(bytes, 255, values.length, values);
            into.row(y, values);
        };
    }

    private void whole(Raster raster, Rows into) {
        RowRaster.ByteRows rows = converter(into);
        byte[] row = new byte[width() * channels()];
        int[] samples = new int[row.length];
        for (int y = 0; y < height(); y++) {
            raster.getPixels(0, y, width(), 1, samples);
            for (int i = 0; i < row.length; i++) {
                row[i] = (byte) samples[i];
            }
            rows.row(y, row);
        }
    }

    /// Inks are stored inverted: 255 is none.
    private void inks(Raster raster, Rows into) {
        int[] samples = new int[4 * width()];
        byte[] amounts = new byte[4 * width()];
        byte[] colours = new byte[3 * width()];
        float[] values = new float[3 * width()];
        for (int y = 0; y < height(); y++) {
            raster.getPixels(0, y, width(), 1, samples);
            if (inks) {
                Ycc.invertedRgb(samples, 4);
            }
            if (profile == null) {
                for (int x = 0; x < width(); x++) {
                    for (int c = 0; c < 3; c++) {
                        values[3 * x + c] = samples[4 * x + c] * samples[4 * x + 3] / (255f * 255f);
                    }
                }
            } else {
                for (int i = 0; i < amounts.length; i++) {
                    amounts[i] = (byte) (255 - samples[i]);
                }
                profile.convert(amounts, colours, width());
                Samples.bytes(colours, 255, values.length, values);
            }
            into.row(y, values);
        }
    }
}
