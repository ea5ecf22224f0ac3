package dev.fovea.backend.cpu.scalar;

import dev.fovea.backend.cpu.kernel.Operand;
import dev.fovea.backend.cpu.kernel.Work;
import dev.fovea.backend.plan.Epilogue;
import dev.fovea.op.Window;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// y = activation(x ⋆ w + bias), or dx for dy: each a few [ScalarCorrelation]s. A part is a panel of one of them:
/// a band of pixels × some of the output channels.
///
/// An input gradient is a correlation of dy with turned filters. With strides, every stride-th row and column of
/// dx see the same taps: so dx falls into strideH · strideW correlations without strides.
record ScalarConvolution(ScalarCorrelation[] all, long scratchFloats, ThreadLocal<ScalarRows> rows) implements Work {
    /// Each is an object of some hundred bytes.
    private static final int MOST_CORRELATIONS = 1 << 20;

    /// Numbers that a correlation's object takes, beside its taps.
    private static final int NUMBERS = 64;

    static ScalarConvolution forward(
            Window g, Operand x, Operand w, @Nullable Operand bias, Epilogue activation, Operand y,
            ThreadLocal<ScalarRows> rows) {
        int channels = g.c() / g.groups();
        int k = g.k() / g.groups();
        ScalarTaps down = ScalarTaps.forward(g.r(), g.dilationH(), g.strideH(), g.top());
        ScalarTaps across = ScalarTaps.forward(g.s(), g.dilationW(), g.strideW(), g.left());
        ScalarCorrelation[] all = new ScalarCorrelation[g.groups()];
        for (int group = 0; group < all.length; group++) {
            all[group] = new ScalarCorrelation(
                    down, across, new ScalarImage(x, g.h(), g.w(), g.c(), group * channels, channels),
                    new ScalarImage(y, g.oh(), g.ow(), g.k(), group * k, k), w,
                    new ScalarFilters(g.s(), channels * g.k(), g.k(), 1, group * k), bias, activation);
        }
        return of(all, rows);
    }

    static ScalarConvolution inputGradient(
            Window g, Operand dy, Operand w, Operand dx, ThreadLocal<ScalarRows> rows) {
        int channels = g.c() / g.groups();
        int k = g.k() / g.groups();
        long correlations = (long) g.groups() * g.strideH() * g.strideW();
        if (correlations > MOST_CORRELATIONS) {
            throw new IllegalArgumentException("the gradient of a convolution with groups=" + g.groups()
                    + " and stride=" + g.strideH() + "×" + g.strideW() + " takes " + correlations
                    + " correlations: expected at most " + MOST_CORRELATIONS + "; lower the stride");
        }
        int phases = g.strideH() * g.strideW();
        ScalarCorrelation[] all = new ScalarCorrelation[g.groups() * phases];
        for (int i = 0; i < all.length; i++) {
            int group = i / phases;
            ScalarTaps down = ScalarTaps.inputGradient(
                    g.r(), g.dilationH(), g.strideH(), g.top(), i % phases / g.strideW());
            ScalarTaps across = ScalarTaps.inputGradient(
                    g.s(), g.dilationW(), g.strideW(), g.left(), i % g.strideW());
            all[i] = new ScalarCorrelation(
                    down, across, new ScalarImage(dy, g.oh(), g.ow(), g.k(), group * k, k),
                    new ScalarImage(dx, g.h(), g.w(), g.c(), group * channels, channels), w,
                    new ScalarFilters(g.s(), channels * g.k(), 1, g.k(), group * k), null, Epilogue.NONE);
        }
        return of(all, rows);
    }

    private static ScalarConvolution of(ScalarCorrelation[] all, ThreadLocal<ScalarRows> rows) {
        long floats = Arrays.stream(all).mapToLong(ScalarCorrelation::planeFloats).max().orElse(0);
        return new ScalarConvolution(all, floats, rows);
    }

    @Override
    public long tableNumbers() {
        long taps = all.length == 0 ? 0 : all[0].tapNumbers();
        return all.length * (NUMBERS + taps);
    }

    @Override
    public String kernel(int n) {
        return "scalar correlation";
    }

    @Override
    public int parts(int phase, int n) {
        int parts = 0;
        for (ScalarCorrelation of : all) {
            parts += of.panels(n) * of.bands();
        }
        return parts;
    }

    @Override
    public void run(int phase, int part, int n, Operand packed, Operand shared, Operand scratch) {
        int rest = part;
        int which = 0;
        while (rest >= all[which].panels(n) * all[which].bands()) {
            rest -= all[which].panels(n) * all[which].bands();
            which++;
        }
        ScalarCorrelation of = all[which];
        if (of.panels(n) > 0) {
            int first = rest % of.bands() * ScalarCorrelation.OUTPUTS;
            int last = Math.min(of.to().count(), first + ScalarCorrelation.OUTPUTS);
            int panel = rest / of.bands();
            ScalarRows own = rows.get();
            ScalarProduct.run(of, n, first, last, panel, 0, of.blocks(), scratch, own);
            of.write(n, first, last - first, panel, own.sums);
        }
    }
}
