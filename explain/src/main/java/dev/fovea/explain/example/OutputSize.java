package dev.fovea.explain.example;

import dev.fovea.drawing.Numerals;
import dev.fovea.op.Convolution;
import dev.fovea.op.MaxPooling;
import dev.fovea.op.Padding;
import dev.fovea.op.Pooling;
import dev.fovea.op.Window;
import dev.fovea.tensor.Shape;
import java.util.List;

/// How large the output of a window is, as the engine's shape rules say.
///
/// @param image height × width × channels
/// @param layer in words
/// @param kernel rows of it, or of a pooling's window
/// @param stride rows from one place to the next
/// @param before rows of border above
/// @param after rows of border below
/// @param output height × width × channels
public record OutputSize(
        Shape image, String layer, int kernel, int stride, Padding padding, int before, int after, Shape output) {
    static List<OutputSize> table() {
        return List.of(
                convolution(28, 1, 3, 5, 1, Padding.VALID),
                pooling(24, 3, 2, 2),
                convolution(28, 1, 32, 3, 1, Padding.VALID),
                convolution(28, 1, 32, 4, 1, Padding.SAME),
                convolution(8, 10, 5, 3, 2, Padding.SAME),
                convolution(32, 3, 16, 5, 1, Padding.of(2)),
                convolution(227, 3, 96, 11, 4, Padding.VALID));
    }

    private static OutputSize convolution(int side, int channels, int kernels, int size, int stride, Padding padding) {
        Shape images = Shape.batch(side, side, channels);
        Shape filters = Shape.of(size, size, channels, kernels);
        Convolution convolution = Convolution.of(stride, padding);
        Window window = convolution.window(images, filters);
        String layer = kernels + (kernels == 1 ? " kernel " : " kernels ") + size + "×" + size + ", stride " + stride;
        return new OutputSize(
                images.sample(), layer, size, stride, padding, window.top(), padding.after(side, size, stride, true),
                convolution.shape(List.of(images, filters)).sample());
    }

    private static OutputSize pooling(int side, int channels, int size, int stride) {
        Shape images = Shape.batch(side, side, channels);
        Pooling pooling = Pooling.of(size, stride);
        Shape output = new MaxPooling(pooling).shape(List.of(images)).sample();
        return new OutputSize(
                images.sample(), "max pooling " + size + "×" + size + ", stride " + stride, size, stride,
                pooling.padding(), 0, 0, output);
    }

    /// The rule for VALID with this image's numbers.
    String worked() {
        if (!padding.equals(Padding.VALID)) {
            throw new IllegalStateException("the rule is for VALID: got " + padding);
        }
        int places = image.dim(0) - kernel + 1;
        String rest = stride == 1 ? "" : " = ⌈" + Numerals.fixed((float) places / stride, 2) + "⌉";
        return "⌈(" + image.dim(0) + " − " + kernel + " + 1) / " + stride + "⌉" + rest + " = " + output.dim(0);
    }

    List<String> row() {
        String each = before == after && before > 0 && !padding.equals(Padding.SAME)
                ? "p = " + before
                : padding.toString();
        return List.of(image.toString(), layer, each, before + " and " + after, output.toString());
    }
}
