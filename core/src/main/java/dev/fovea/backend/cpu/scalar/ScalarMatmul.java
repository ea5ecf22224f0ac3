package dev.fovea.backend.cpu.scalar;

import dev.fovea.backend.cpu.kernel.Extent;
import dev.fovea.backend.cpu.kernel.Operand;
import dev.fovea.backend.cpu.kernel.Work;
import dev.fovea.backend.plan.Epilogue;
import org.jspecify.annotations.Nullable;

/// c = activation(a · b + bias). A part is a panel of c. Where c has few columns but many rows, the product is
/// turned round, cᵀ = bᵀ · aᵀ, for the inner loop to be long.
record ScalarMatmul(
        Extent m, int n, Extent k, Operand a, boolean transposeA, Operand b, boolean transposeB,
        @Nullable Operand bias, Epilogue activation, Operand c, ThreadLocal<ScalarRows> rows)
        implements Work, ScalarProduct.Matrices {
    private static final int NARROW = 256;

    private boolean turned(int samples) {
        return n < NARROW && m.at(samples) > n;
    }

    private int height(int samples) {
        return turned(samples) ? n : m.at(samples);
    }

    private int width(int samples) {
        return turned(samples) ? m.at(samples) : n;
    }

    private int bands(int samples) {
        return Math.ceilDiv(height(samples), ScalarRows.ROWS);
    }

    @Override
    public String kernel(int samples) {
        return "scalar product";
    }

    @Override
    public int parts(int phase, int samples) {
        return bands(samples) * Math.ceilDiv(width(samples), ScalarRows.WIDTH);
    }

    @Override
    public void run(int phase, int part, int samples, Operand packed, Operand shared, Operand scratch) {
        int first = part % bands(samples) * ScalarRows.ROWS;
        int last = Math.min(height(samples), first + ScalarRows.ROWS);
        int panel = part / bands(samples);
        ScalarRows own = rows.get();
        ScalarProduct.run(this, samples, first, last, panel, 0, blocks(samples), scratch, own);
        write(samples, first, last - first, panel, own.sums);
    }

    private int blocks(int samples) {
        return Math.ceilDiv(k.at(samples), ScalarRows.DEPTH);
    }

    private int terms(int samples, int block) {
        return Math.min(ScalarRows.DEPTH, k.at(samples) - block * ScalarRows.DEPTH);
    }

    @Override
    public int columns(int samples, int panel) {
        return Math.min(ScalarRows.WIDTH, width(samples) - panel * ScalarRows.WIDTH);
    }

    @Override
    public int right(int samples, int block, int panel, Operand scratch, float[][] to) {
        int t = block * ScalarRows.DEPTH;
        int j = panel * ScalarRows.WIDTH;
        int count = terms(samples, block);
        boolean turned = turned(samples);
        Operand from = turned ? a : b;
        if (turned ? transposeA : !transposeB) {
            for (int u = 0; u < count; u++) {
                int at = from.offset + (t + u) * width(samples) + j;
                System.arraycopy(from.array, at, to[u], 0, columns(samples, panel));
            }
        } else {
            int depth = k.at(samples);
            ScalarRows.transpose(from.array, from.offset + j * depth + t, depth, count, columns(samples, panel), to);
        }
        return count;
    }

    @Override
    public void left(int samples, int block, int i, float[] to, int start) {
        int t = block * ScalarRows.DEPTH;
        int count = terms(samples, block);
        boolean turned = turned(samples);
        Operand from = turned ? b : a;
        if (turned ? transposeB : !transposeA) {
            System.arraycopy(from.array, from.offset + i * k.at(samples) + t, to, start, count);
        } else {
            int step = height(samples);
            for (int u = 0; u < count; u++) {
                to[start + u] = from.array[from.offset + (t + u) * step + i];
            }
        }
    }

    @Override
    public float bias(int i) {
        return 0f;
    }

    private void write(int samples, int i, int count, int panel, float[][] sums) {
        int j = panel * ScalarRows.WIDTH;
        int columns = columns(samples, panel);
        boolean turned = turned(samples);
        for (int row = 0; row < count; row++) {
            finish(turned, i + row, j, columns, sums[row]);
            if (!turned) {
                System.arraycopy(sums[row], 0, c.array, c.offset + (i + row) * n + j, columns);
            }
        }
        if (turned) {
            ScalarRows.transposeBack(sums, 0, count, columns, c.array, c.offset + j * n + i, n);
        }
    }

    private void finish(boolean turned, int i, int j, int columns, float[] sums) {
        if (bias != null) {
            for (int u = 0; u < columns; u++) {
                sums[u] += bias.array[bias.offset + (turned ? i : j + u)];
            }
        }
        if (activation == Epilogue.RELU) {
            ScalarRows.relu(columns, sums);
        }
    }
}
