package dev.fovea.data.source;

import dev.fovea.data.DataException;
import dev.fovea.data.Dataset;
import dev.fovea.data.TrainTestSplit;
import dev.fovea.tensor.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.zip.GZIPInputStream;

/// The built-in handwritten digits: 1,797 grey images of 8×8, values 0 to 16, light strokes on dark.
///
/// The first 1,437 rows of the file train, the last 360 test.
///
/// E. Alpaydin and C. Kaynak, "Optical Recognition of Handwritten Digits", UCI Machine Learning
/// Repository, 1998, doi 10.24432/C50P49, licence CC BY 4.0.
public final class Digits {
    public static final Source SOURCE = new Source("digits", "UCI digits", _ -> load(), List.of(), true);

    static final int ROWS = 1797;
    static final int TEST = 360;
    private static final int PIXELS = 64;
    private static final int ROW = PIXELS + 1;
    private static final int FULL = 16;
    private static final String RESOURCE = "/dev/fovea/data/digits.csv.gz";

    private Digits() {}

    /// Both parts.
    public static TrainTestSplit load() {
        byte[] values = values(csv());
        return new TrainTestSplit(rows(values, 0, ROWS - TEST), rows(values, ROWS - TEST, TEST));
    }

    /// The first 1,437 rows.
    public static Dataset train() {
        return load().train();
    }

    /// The last 360 rows.
    public static Dataset test() {
        return load().test();
    }

    private static Dataset rows(byte[] values, int from, int count) {
        var pixels = new ByteImages.Field(values, from * ROW, ROW);
        var classes = new ByteImages.Field(values, from * ROW + PIXELS, ROW);
        return new ByteImages(Shape.of(8, 8, 1), count, FULL, pixels, classes, Labels.DIGITS).checked(_ -> "digits");
    }

    private static byte[] csv() {
        try (InputStream in = Digits.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new DataException("the built-in digits are missing: expected " + RESOURCE
                        + " on the class path; rebuild or reinstall Fovea");
            }
            return new GZIPInputStream(in, 1 << 16).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The numbers of the file, 65 a row.
    static byte[] values(byte[] csv) {
        byte[] values = new byte[ROWS * ROW];
        int count = 0;
        int value = 0;
        for (byte letter : csv) {
            if (letter >= '0' && letter <= '9') {
                value = value * 10 + letter - '0';
            } else if (count < values.length && value <= FULL) {
                values[count++] = (byte) value;
                value = 0;
            } else {
                throw damaged(count);
            }
        }
        if (count != values.length) {
            throw damaged(count);
        }
        return values;
    }

    private static DataException damaged(int count) {
        return new DataException("the built-in digits are damaged: expected " + ROWS + " rows of " + ROW
                + " numbers from 0 to " + FULL + ", got " + count + " numbers; rebuild or reinstall Fovea");
    }
}
