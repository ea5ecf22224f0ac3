package dev.fovea.backend.cpu;

import dev.fovea.op.Window;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// y = activation(x ⋆ w + bias). A part is a number of output rows. For each output pixel the row of
/// k outputs gathers x · w[r,s,c,·], four input channels at a time; when every channel is a group of
/// its own (depthwise), rows of c are multiplied instead.
record ScalarConvolution(Window g, Operand x, Operand w, @Nullable Operand bias, Activation activation, Operand y)
        implements Work {

    private int rowsPerPart() {
        return ScalarLoops.rowsPerPart(g.multiplyAdds() / g.oh());
    }

    @Override
    public int parts(int phase, int n) {
        return Math.ceilDiv(n * g.oh(), rowsPerPart());
    }

    @Override
    public void run(int phase, int part, int n, Operand packed, Operand shared, Operand scratch) {
        int first = part * rowsPerPart();
        int last = Math.min(n * g.oh(), first + rowsPerPart());
        for (int row = first; row < last; row++) {
            row(row / g.oh(), row % g.oh(), y.offset + row * g.ow() * g.k());
        }
    }

    private void row(int image, int i, int yRow) {
        for (int j = 0; j < g.ow(); j++) {
            int yOff = yRow + j * g.k();
            if (bias == null) {
                Arrays.fill(y.array, yOff, yOff + g.k(), 0f);
            } else {
                System.arraycopy(bias.array, bias.offset, y.array, yOff, g.k());
            }
            for (int r = 0; r < g.r(); r++) {
                int h = i * g.strideH() - g.top() + r * g.dilationH();
                if (h >= 0 && h < g.h()) {
                    pixel(r, j, x.offset + (image * g.h() + h) * g.w() * g.c(), yOff);
                }
            }
        }
        if (activation == Activation.RELU) {
            ScalarLoops.relu(g.ow() * g.k(), y.array, yRow);
        }
    }

    private void pixel(int r, int j, int xRow, int yOff) {
        int channels = g.c() / g.groups();
        boolean depthwise = channels == 1 && g.k() == g.groups();
        for (int s = 0; s < g.s(); s++) {
            int column = j * g.strideW() - g.left() + s * g.dilationW();
            if (column < 0 || column >= g.w()) {
                continue;
            }
            int xOff = xRow + column * g.c();
            int wOff = w.offset + (r * g.s() + s) * channels * g.k();
            if (depthwise) {
                ScalarLoops.addProducts(g.k(), y.array, yOff, x.array, xOff, w.array, wOff);
            } else {
                tap(channels, xOff, wOff, yOff);
            }
        }
    }

    private void tap(int channels, int xOff, int wOff, int yOff) {
        int k = g.k() / g.groups();
        float[] a = x.array;
        for (int group = 0; group < g.groups(); group++) {
            int aOff = xOff + group * channels;
            int bOff = wOff + group * k;
            int cOff = yOff + group * k;
            int c = 0;
            for (; c + 4 <= channels; c += 4) {
                int at = aOff + c;
                ScalarLoops.add4(
                        k, y.array, cOff, a[at], a[at + 1], a[at + 2], a[at + 3], w.array, bOff + c * g.k(), g.k());
            }
            for (; c < channels; c++) {
                ScalarLoops.add(k, y.array, cOff, a[aOff + c], w.array, bOff + c * g.k());
            }
        }
    }
}
