package dev.fovea.backend.cpu;

import org.jspecify.annotations.Nullable;

/// c = activation(a · b + bias). A part is a number of rows of c.
record ScalarMatmul(
        Extent m, int n, Extent k, Operand a, boolean transposeA, Operand b, boolean transposeB,
        @Nullable Operand bias, Epilogue activation, Operand c, ThreadLocal<ScalarRows> rows)
        implements Work, ScalarProduct.Matrices {
    private int rowsPerPart(int depth) {
        return ScalarRows.perPart((long) n * depth);
    }

    @Override
    public int parts(int phase, int samples) {
        return Math.ceilDiv(m.at(samples), rowsPerPart(k.at(samples)));
    }

    @Override
    public void run(int phase, int part, int samples, Operand packed, Operand shared, Operand scratch) {
        int depth = k.at(samples);
        int first = part * rowsPerPart(depth);
        int last = Math.min(m.at(samples), first + rowsPerPart(depth));
        ScalarProduct.run(
                this, samples, first, last, depth, n, bias == null ? null : bias.array, bias == null ? 0 : bias.offset,
                activation == Epilogue.RELU, c.array, c.offset, n, rows.get());
    }

    @Override
    public void left(int samples, int i, int t, int count, float[] to) {
        if (transposeA) {
            int height = m.at(samples);
            strided(a.array, a.offset + t * height + i, height, count, to);
        } else {
            System.arraycopy(a.array, a.offset + i * k.at(samples) + t, to, 0, count);
        }
    }

    @Override
    public void right(int samples, int t, int j, int count, float[] to) {
        if (transposeB) {
            int depth = k.at(samples);
            strided(b.array, b.offset + j * depth + t, depth, count, to);
        } else {
            System.arraycopy(b.array, b.offset + t * n + j, to, 0, count);
        }
    }

    private static void strided(float[] from, int fromOff, int step, int count, float[] to) {
        for (int i = 0; i < count; i++) {
            to[i] = from[fromOff + i * step];
        }
    }
}
