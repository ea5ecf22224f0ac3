package dev.fovea.bench.kernels;

import dev.fovea.op.Padding;
import dev.fovea.op.Window;

/// A SAME convolution of square images, or one of its gradients. Images are NHWC, filters HWIO.
///
/// @param batch images of one run
record ConvolutionProblem(String id, Window window, int batch, Pass pass) implements Problem {
    /// What of a convolution is computed, from which inputs.
    enum Pass {
        /// y = relu(x ⋆ w + bias), from x, w and bias.
        FORWARD("forward"),
        /// dx, from dy and w.
        INPUT_GRADIENT("input gradient"),
        /// dw, from x and dy.
        FILTER_GRADIENT("filter gradient");

        private final String title;

        Pass(String title) {
            this.title = title;
        }
    }

    static ConvolutionProblem of(String id, int extent, int c, int r, int k, int stride, int batch, Pass pass) {
        int outputs = Math.ceilDiv(extent, stride);
        int before = Padding.SAME.before(extent, r, stride, true);
        Window window = new Window(
                extent, extent, c, r, r, k, stride, stride, before, before, 1, 1, 1, outputs, outputs);
        return new ConvolutionProblem(id, window, batch, pass);
    }

    @Override
    public String title() {
        String stride = window.strideH() == 1 ? "" : " stride " + window.strideH();
        return window.r() + "×" + window.s() + " convolution " + window.c() + "→" + window.k() + stride + " at "
                + window.h() + "×"
                + window.w() + ", " + pass.title;
    }

    @Override
    public long multiplyAdds() {
        return window.multiplyAdds() * batch;
    }

    @Override
    public int[] inputs() {
        return switch (pass) {
            case FORWARD -> new int[] {x(), w(), window.k()};
            case INPUT_GRADIENT -> new int[] {y(), w()};
            case FILTER_GRADIENT -> new int[] {x(), y()};
        };
    }

    @Override
    public int output() {
        return switch (pass) {
            case FORWARD -> y();
            case INPUT_GRADIENT -> x();
            case FILTER_GRADIENT -> w();
        };
    }

    private int x() {
        return batch * window.h() * window.w() * window.c();
    }

    private int y() {
        return batch * window.oh() * window.ow() * window.k();
    }

    private int w() {
        return window.r() * window.s() * window.c() * window.k();
    }
}
