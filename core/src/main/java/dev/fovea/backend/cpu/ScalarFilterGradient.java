package dev.fovea.backend.cpu;

import dev.fovea.op.Window;
import java.util.Arrays;

/// dw[r,s,c,·] = Σ x[n, …, c] · dy[n,i,j,·]. A part owns one filter tap (r, s) and up to 16 input
/// channels of one group, and adds four output pixels at a time to its rows of k; depthwise, a part
/// owns a tap and multiplies rows of c.
record ScalarFilterGradient(Window g, Operand x, Operand dy, Operand dw) implements Work {
    private static final int BLOCK = 16;

    private boolean depthwise() {
        return g.c() == g.groups() && g.k() == g.groups();
    }

    private int blocks() {
        return depthwise() ? 1 : g.groups() * Math.ceilDiv(g.c() / g.groups(), BLOCK);
    }

    @Override
    public int parts(int phase, int n) {
        return g.r() * g.s() * blocks();
    }

    @Override
    public void run(int phase, int part, int n, Operand packed, Operand shared, Operand scratch) {
        int tap = part / blocks();
        int channels = g.c() / g.groups();
        int perGroup = Math.ceilDiv(channels, BLOCK);
        int block = part % blocks();
        int group = depthwise() ? 0 : block / perGroup;
        int c = depthwise() ? 0 : (block % perGroup) * BLOCK;
        int rows = depthwise() ? 1 : Math.min(BLOCK, channels - c);
        int k = depthwise() ? g.k() : g.k() / g.groups();
        int dwOff = dw.offset + (tap * channels + c) * g.k() + group * k;
        for (int row = 0; row < rows; row++) {
            Arrays.fill(dw.array, dwOff + row * g.k(), dwOff + row * g.k() + k, 0f);
        }
        for (int row = 0; row < n * g.oh(); row++) {
            int h = (row % g.oh()) * g.strideH() - g.top() + (tap / g.s()) * g.dilationH();
            if (h >= 0 && h < g.h()) {
                int xRow = x.offset + ((row / g.oh()) * g.h() + h) * g.w() * g.c() + group * channels + c;
                row(tap % g.s(), rows, k, xRow, dy.offset + row * g.ow() * g.k() + group * k, dwOff);
            }
        }
    }

    private void row(int s, int rows, int k, int xRow, int dyRow, int dwOff) {
        int shift = s * g.dilationW() - g.left();
        int from = Math.max(0, Math.ceilDiv(-shift, g.strideW()));
        int to = Math.min(g.ow(), Math.floorDiv(g.w() - 1 - shift, g.strideW()) + 1);
        int step = g.strideW() * g.c();
        int j = from;
        if (!depthwise()) {
            for (; j + 4 <= to; j += 4) {
                int xOff = xRow + (j * g.strideW() + shift) * g.c();
                four(rows, k, xOff, step, dyRow + j * g.k(), dwOff);
            }
        }
        for (; j < to; j++) {
            int xOff = xRow + (j * g.strideW() + shift) * g.c();
            int dyOff = dyRow + j * g.k();
            if (depthwise()) {
                ScalarLoops.addProducts(k, dw.array, dwOff, x.array, xOff, dy.array, dyOff);
            } else {
                for (int row = 0; row < rows; row++) {
                    ScalarLoops.add(k, dw.array, dwOff + row * g.k(), x.array[xOff + row], dy.array, dyOff);
                }
            }
        }
    }

    private void four(int rows, int k, int xOff, int step, int dyOff, int dwOff) {
        float[] a = x.array;
        for (int row = 0; row < rows; row++) {
            int at = xOff + row;
            ScalarLoops.add4(
                    k, dw.array, dwOff + row * g.k(), a[at], a[at + step], a[at + 2 * step], a[at + 3 * step],
                    dy.array, dyOff, g.k());
        }
    }
}
