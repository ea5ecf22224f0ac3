package dev.fovea.backend.cpu;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// c = activation(a · b + bias). A part is a number of rows of c; rows of b are added to rows of c
/// four at a time, in blocks of b that stay in the cache. A transposed b is turned round first, in a
/// phase of its own.
record ScalarMatmul(
        Extent m, int n, Extent k, Operand a, boolean transposeA, Operand b, boolean transposeB,
        @Nullable Operand bias, Activation activation, Operand c)
        implements Work {
    private static final int DEPTH = 64;
    private static final int WIDTH = 512;
    private static final int LEAST_ROWS = 8;

    @Override
    public long sharedFloats(int capacity) {
        return transposeB ? (long) n * k.at(capacity) : 0;
    }

    @Override
    public int phases() {
        return transposeB ? 2 : 1;
    }

    private int rowsPerPart(int depth) {
        return Math.max(LEAST_ROWS, ScalarLoops.rowsPerPart((long) n * depth));
    }

    private int turnedPerPart() {
        return ScalarLoops.rowsPerPart(n);
    }

    @Override
    public int parts(int phase, int samples) {
        int depth = k.at(samples);
        return phase + 1 < phases()
                ? Math.ceilDiv(depth, turnedPerPart())
                : Math.ceilDiv(m.at(samples), rowsPerPart(depth));
    }

    @Override
    public void run(int phase, int part, int samples, Operand packed, Operand shared, Operand scratch) {
        int depth = k.at(samples);
        if (phase + 1 < phases()) {
            turn(part * turnedPerPart(), Math.min(depth, (part + 1) * turnedPerPart()), depth, shared);
            return;
        }
        int first = part * rowsPerPart(depth);
        int last = Math.min(m.at(samples), first + rowsPerPart(depth));
        for (int i = first; i < last; i++) {
            int cOff = c.offset + i * n;
            if (bias == null) {
                Arrays.fill(c.array, cOff, cOff + n, 0f);
            } else {
                System.arraycopy(bias.array, bias.offset, c.array, cOff, n);
            }
        }
        Operand rows = transposeB ? shared : b;
        for (int j = 0; j < n; j += WIDTH) {
            for (int t = 0; t < depth; t += DEPTH) {
                for (int i = first; i < last; i++) {
                    row(i, j, Math.min(WIDTH, n - j), t, Math.min(depth, t + DEPTH), m.at(samples), depth, rows);
                }
            }
        }
        if (activation == Activation.RELU) {
            ScalarLoops.relu((last - first) * n, c.array, c.offset + first * n);
        }
    }

    private void row(int i, int j, int width, int from, int to, int rows, int depth, Operand right) {
        int step = transposeA ? rows : 1;
        int aOff = a.offset + (transposeA ? i : i * depth);
        int cOff = c.offset + i * n + j;
        int bOff = right.offset + j;
        float[] left = a.array;
        int t = from;
        for (; t + 4 <= to; t += 4) {
            int at = aOff + t * step;
            ScalarLoops.add4(
                    width, c.array, cOff, left[at], left[at + step], left[at + 2 * step], left[at + 3 * step],
                    right.array, bOff + t * n, n);
        }
        for (; t < to; t++) {
            ScalarLoops.add(width, c.array, cOff, left[aOff + t * step], right.array, bOff + t * n);
        }
    }

    /// Rows `from` to `to` of the transposed b.
    private void turn(int from, int to, int depth, Operand shared) {
        for (int t = from; t < to; t++) {
            for (int j = 0; j < n; j++) {
                shared.array[shared.offset + t * n + j] = b.array[b.offset + j * depth + t];
            }
        }
    }
}
