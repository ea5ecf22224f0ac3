package dev.fovea.backend.cpu;

import dev.fovea.op.Window;
import java.util.Arrays;

/// dx[n,h,w,·] = Σ dy[n,i,j,k] · w[r,s,·,k] over the outputs (i, j) that saw the pixel. A part is a
/// number of rows of dx. The filters are packed as r × s × groups × k × c, so that a row of c gathers
/// four output channels at a time; depthwise filters stay as they are.
record ScalarInputGradient(Window g, Operand dy, Operand w, Operand dx) implements Work {

    private boolean depthwise() {
        return g.c() == g.groups() && g.k() == g.groups();
    }

    private int rowsPerPart() {
        return ScalarLoops.rowsPerPart(g.multiplyAdds() / g.h());
    }

    @Override
    public long packedFloats() {
        return (long) g.r() * g.s() * (g.c() / g.groups()) * g.k();
    }

    @Override
    public int packParts() {
        return g.r() * g.s();
    }

    @Override
    public void pack(int part, Operand packed) {
        int channels = g.c() / g.groups();
        int k = g.k() / g.groups();
        int from = w.offset + part * channels * g.k();
        int to = packed.offset + part * channels * g.k();
        if (depthwise()) {
            System.arraycopy(w.array, from, packed.array, to, g.k());
            return;
        }
        for (int group = 0; group < g.groups(); group++) {
            for (int kk = 0; kk < k; kk++) {
                for (int c = 0; c < channels; c++) {
                    packed.array[to++] = w.array[from + c * g.k() + group * k + kk];
                }
            }
        }
    }

    @Override
    public int parts(int phase, int n) {
        return Math.ceilDiv(n * g.h(), rowsPerPart());
    }

    @Override
    public void run(int phase, int part, int n, Operand packed, Operand shared, Operand scratch) {
        int first = part * rowsPerPart();
        int last = Math.min(n * g.h(), first + rowsPerPart());
        for (int row = first; row < last; row++) {
            row(row / g.h(), row % g.h(), dx.offset + row * g.w() * g.c(), packed);
        }
    }

    private void row(int image, int h, int dxRow, Operand packed) {
        Arrays.fill(dx.array, dxRow, dxRow + g.w() * g.c(), 0f);
        for (int r = 0; r < g.r(); r++) {
            int up = h + g.top() - r * g.dilationH();
            int i = up / g.strideH();
            if (up < 0 || up % g.strideH() != 0 || i >= g.oh()) {
                continue;
            }
            int dyRow = dy.offset + (image * g.oh() + i) * g.ow() * g.k();
            for (int column = 0; column < g.w(); column++) {
                pixel(r, column, dyRow, dxRow + column * g.c(), packed);
            }
        }
    }

    private void pixel(int r, int column, int dyRow, int dxOff, Operand packed) {
        int filter = (g.c() / g.groups()) * g.k();
        for (int s = 0; s < g.s(); s++) {
            int across = column + g.left() - s * g.dilationW();
            int j = across / g.strideW();
            if (across < 0 || across % g.strideW() != 0 || j >= g.ow()) {
                continue;
            }
            int dyOff = dyRow + j * g.k();
            int wOff = packed.offset + (r * g.s() + s) * filter;
            if (depthwise()) {
                ScalarLoops.addProducts(g.c(), dx.array, dxOff, dy.array, dyOff, packed.array, wOff);
            } else {
                tap(dyOff, wOff, dxOff, packed.array);
            }
        }
    }

    private void tap(int dyOff, int wOff, int dxOff, float[] filters) {
        int channels = g.c() / g.groups();
        int k = g.k() / g.groups();
        float[] a = dy.array;
        for (int group = 0; group < g.groups(); group++) {
            int aOff = dyOff + group * k;
            int bOff = wOff + group * k * channels;
            int cOff = dxOff + group * channels;
            int kk = 0;
            for (; kk + 4 <= k; kk += 4) {
                int at = aOff + kk;
                ScalarLoops.add4(
                        channels, dx.array, cOff, a[at], a[at + 1], a[at + 2], a[at + 3],
                        filters, bOff + kk * channels, channels);
            }
            for (; kk < k; kk++) {
                ScalarLoops.add(channels, dx.array, cOff, a[aOff + kk], filters, bOff + kk * channels);
            }
        }
    }
}
