package dev.fovea.backend.cpu;

import dev.fovea.op.Window;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// y = activation(x ⋆ w + bias), as a product of patches (output pixels × taps and channels) and filters. A part
/// is a number of output pixels of one group.
record ScalarConvolution(
        Window g, Operand x, Operand w, @Nullable Operand bias, Epilogue activation, Operand y, Group[] of,
        ThreadLocal<ScalarRows> rows)
        implements Work {

    static ScalarConvolution of(
            Window g, Operand x, Operand w, @Nullable Operand bias, Epilogue activation, Operand y,
            ThreadLocal<ScalarRows> rows) {
        Group[] groups = new Group[g.groups()];
        Arrays.setAll(groups, group -> new Group(g, x, w, group));
        return new ScalarConvolution(g, x, w, bias, activation, y, groups, rows);
    }

    private int perPart() {
        return ScalarRows.perPart(g.multiplyAdds() / g.groups() / g.oh() / g.ow());
    }

    private int partsOfGroup(int n) {
        return Math.ceilDiv(n * g.oh() * g.ow(), perPart());
    }

    @Override
    public int parts(int phase, int n) {
        return g.groups() * partsOfGroup(n);
    }

    @Override
    public void run(int phase, int part, int n, Operand packed, Operand shared, Operand scratch) {
        int group = part / partsOfGroup(n);
        int first = part % partsOfGroup(n) * perPart();
        int last = Math.min(n * g.oh() * g.ow(), first + perPart());
        int k = g.k() / g.groups();
        ScalarProduct.run(
                of[group], n, first, last, g.r() * g.s() * (g.c() / g.groups()), k,
                bias == null ? null : bias.array, bias == null ? 0 : bias.offset + group * k,
                activation == Epilogue.RELU, y.array, y.offset + group * k, g.k(), rows.get());
    }

    private record Group(Window g, Operand x, Operand w, int group) implements ScalarProduct.Matrices {
        @Override
        public void left(int n, int pixel, int t, int count, float[] to) {
            int channels = g.c() / g.groups();
            int row = pixel / g.ow() % g.oh() * g.strideH() - g.top();
            int column = pixel % g.ow() * g.strideW() - g.left();
            int image = pixel / g.ow() / g.oh() * g.h();
            int done = 0;
            while (done < count) {
                int tap = (t + done) / channels;
                int c = (t + done) % channels;
                int run = Math.min(count - done, channels - c);
                int h = row + tap / g.s() * g.dilationH();
                int v = column + tap % g.s() * g.dilationW();
                if (h < 0 || h >= g.h() || v < 0 || v >= g.w()) {
                    Arrays.fill(to, done, done + run, 0f);
                } else {
                    int from = x.offset + ((image + h) * g.w() + v) * g.c() + group * channels + c;
                    System.arraycopy(x.array, from, to, done, run);
                }
                done += run;
            }
        }

        @Override
        public void right(int n, int t, int j, int count, float[] to) {
            System.arraycopy(w.array, w.offset + t * g.k() + group * (g.k() / g.groups()) + j, to, 0, count);
        }
    }
}
