package dev.fovea.backend.cpu.scalar;

import dev.fovea.backend.cpu.kernel.Operand;
import dev.fovea.backend.plan.Epilogue;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// to = activation(Σ over taps and channels of shifted images · weights + bias), as a product of weights (output
/// channels × taps and channels) and patches (taps and channels × pixels): so the inner loop runs
/// along pixels, of which there are many however few channels there are.
///
/// A panel's columns are a band of output pixels: columns, rows, and if whole images are small some images. A few
/// channels of the image at a time are laid out as planes, with padding and one for each phase of the
/// stride. What all pixels of the band see through one tap is then one run of floats of a plane, from the tap's
/// shift on. Between the rows lie columns of padding, whose sums nobody reads.
final class ScalarCorrelation implements ScalarProduct.Matrices {
    /// Output channels of a panel.
    static final int OUTPUTS = 64;

    private final ScalarTaps down;
    private final ScalarTaps across;
    private final ScalarImage from;
    private final ScalarImage to;
    private final Operand w;
    private final ScalarFilters filters;
    private final @Nullable Operand bias;
    private final Epilogue activation;

    private final int height;
    private final int width;
    private final int columns;
    private final int rows;
    private final int images;
    private final int pitch;
    private final int planeRows;
    private final int taps;
    private final int tapsOfBlock;
    private final int channelsOfBlock;

    ScalarCorrelation(
            ScalarTaps down, ScalarTaps across, ScalarImage from, ScalarImage to, Operand w, ScalarFilters filters,
            @Nullable Operand bias, Epilogue activation) {
        this.down = down;
        this.across = across;
        this.from = from;
        this.to = to;
        this.w = w;
        this.filters = filters;
        this.bias = bias;
        this.activation = activation;
        height = down.outputs(to.h());
        width = across.outputs(to.w());
        columns = even(width, ScalarRows.WIDTH);
        pitch = across.reach(columns);
        rows = even(height, 1 + (ScalarRows.WIDTH - columns) / pitch);
        planeRows = down.reach(rows);
        boolean whole = columns == width && rows == height;
        images = whole ? 1 + (ScalarRows.WIDTH - (rows - 1) * pitch - columns) / (planeRows * pitch) : 1;
        taps = down.taps().length * across.taps().length;
        tapsOfBlock = Math.min(taps, ScalarRows.DEPTH);
        channelsOfBlock = taps == 0 ? from.count() : Math.min(from.count(), ScalarRows.DEPTH / tapsOfBlock);
    }

    /// The size of pieces, nearly equal, of an extent, each at most `most`.
    private static int even(int extent, int most) {
        return extent == 0 ? 1 : Math.ceilDiv(extent, Math.ceilDiv(extent, most));
    }

    ScalarImage to() {
        return to;
    }

    /// Panels one below the other.
    int bands() {
        return Math.ceilDiv(to.count(), OUTPUTS);
    }

    /// Panels side by side.
    int panels(int n) {
        return Math.ceilDiv(n, images) * Math.ceilDiv(height, rows) * Math.ceilDiv(width, columns);
    }

    /// Floats of the planes of a block's channels, and room to read past the last.
    long planeFloats() {
        return (long) images * planeRows * pitch * channelsOfBlock * down.step() * across.step() + ScalarRows.WIDTH;
    }

    /// Numbers of the tables of taps.
    long tapNumbers() {
        return 3L * (down.taps().length + across.taps().length);
    }

    private int planeFloatsOfPhase() {
        return images * planeRows * pitch;
    }

    private int image(int panel) {
        return panel / Math.ceilDiv(width, columns) / Math.ceilDiv(height, rows) * images;
    }

    private int imagesAt(int n, int panel) {
        return Math.min(images, n - image(panel));
    }

    private int row(int panel) {
        return panel / Math.ceilDiv(width, columns) % Math.ceilDiv(height, rows) * rows;
    }

    private int rowsAt(int panel) {
        return Math.min(rows, height - row(panel));
    }

    private int column(int panel) {
        return panel % Math.ceilDiv(width, columns) * columns;
    }

    private int columnsAt(int panel) {
        return Math.min(columns, width - column(panel));
    }

    @Override
    public int columns(int n, int panel) {
        return ((imagesAt(n, panel) - 1) * planeRows + rowsAt(panel) - 1) * pitch + columnsAt(panel);
    }

    private int tapBlocks() {
        return taps == 0 ? 0 : Math.ceilDiv(taps, tapsOfBlock);
    }

    int blocks() {
        return tapBlocks() * Math.ceilDiv(from.count(), channelsOfBlock);
    }

    private int firstTap(int block) {
        return block % tapBlocks() * tapsOfBlock;
    }

    private int tapsAt(int block) {
        return Math.min(tapsOfBlock, taps - firstTap(block));
    }

    private int firstChannel(int block) {
        return block / tapBlocks() * channelsOfBlock;
    }

    private int channelsAt(int block) {
        return Math.min(channelsOfBlock, from.count() - firstChannel(block));
    }

    @Override
    public int right(int n, int block, int panel, Operand scratch, float[][] to) {
        int phases = down.step() * across.step();
        int channels = channelsAt(block);
        if (firstTap(block) == 0) {
            for (int c = 0; c < channels; c++) {
                for (int phase = 0; phase < phases; phase++) {
                    plane(n, panel, firstChannel(block) + c, phase, scratch.array,
                            scratch.offset + (c * phases + phase) * planeFloatsOfPhase());
                }
            }
        }
        int t = 0;
        for (int tap = firstTap(block); tap < firstTap(block) + tapsAt(block); tap++) {
            int i = tap / across.taps().length;
            int j = tap % across.taps().length;
            int phase = down.phase()[i] * across.step() + across.phase()[j];
            int shift = down.shift()[i] * pitch + across.shift()[j];
            for (int c = 0; c < channels; c++) {
                int at = scratch.offset + (c * phases + phase) * planeFloatsOfPhase() + shift;
                System.arraycopy(scratch.array, at, to[t++], 0, columns(n, panel));
            }
        }
        return t;
    }

    /// Lays out what a panel sees of one channel in one phase of the strides.
    private void plane(int n, int panel, int channel, int phase, float[] plane, int start) {
        int firstRow = down.origin() + row(panel) * down.step() + phase / across.step();
        int firstColumn = across.origin() + column(panel) * across.step() + phase % across.step();
        int before = Math.clamp(Math.ceilDiv(-firstColumn, across.step()), 0, pitch);
        int inside = Math.clamp(Math.ceilDiv(from.w() - firstColumn, across.step()), before, pitch);
        int step = across.step() * from.c();
        for (int image = 0; image < imagesAt(n, panel); image++) {
            for (int i = 0; i < planeRows; i++) {
                int row = firstRow + i * down.step();
                int at = start + (image * planeRows + i) * pitch;
                if (row < 0 || row >= from.h()) {
                    Arrays.fill(plane, at, at + pitch, 0f);
                    continue;
                }
                Arrays.fill(plane, at, at + before, 0f);
                int source = from.at(image(panel) + image, row, firstColumn) + channel;
                gather(from.of().array, source + before * step, step, inside - before, plane, at + before);
                Arrays.fill(plane, at + inside, at + pitch, 0f);
            }
        }
    }

    private static void gather(float[] x, int from, int step, int count, float[] y, int to) {
        for (int i = 0; i < count; i++) {
            y[to + i] = x[from + i * step];
        }
    }

    @Override
    public void left(int n, int block, int i, float[] to, int start) {
        int t = 0;
        for (int tap = firstTap(block); tap < firstTap(block) + tapsAt(block); tap++) {
            int row = down.taps()[tap / across.taps().length];
            int column = across.taps()[tap % across.taps().length];
            int at = w.offset + filters.at(row, column, firstChannel(block), i);
            for (int c = 0; c < channelsAt(block); c++, at += filters.inputStep()) {
                to[start + t++] = w.array[at];
            }
        }
    }

    @Override
    public float bias(int i) {
        return bias == null ? 0f : bias.array[bias.offset + to.first() + i];
    }

    /// Writes `count` finished rows of a panel, from output channel `i` on.
    void write(int n, int i, int count, int panel, float[][] sums) {
        if (activation == Epilogue.RELU) {
            for (int output = 0; output < count; output++) {
                ScalarRows.relu(columns(n, panel), sums[output]);
            }
        }
        for (int image = 0; image < imagesAt(n, panel); image++) {
            for (int row = 0; row < rowsAt(panel); row++) {
                int h = (row(panel) + row) * down.toStep() + down.toPhase();
                int v = column(panel) * across.toStep() + across.toPhase();
                int at = to.at(image(panel) + image, h, v) + i;
                int first = (image * planeRows + row) * pitch;
                ScalarRows.transposeBack(
                        sums, first, count, columnsAt(panel), to.of().array, at, across.toStep() * to.c());
            }
        }
    }
}
