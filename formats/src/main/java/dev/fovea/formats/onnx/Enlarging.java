package dev.fovea.formats.onnx;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What a transposed convolution cuts and adds, as a node says it in one of three ways.
///
/// @param added numbers behind each axis beyond what the windows make
record Enlarging(ImageWindow window, int[] added) {
    static Enlarging of(OnnxNode node, int[] size, int[] extents) {
        int n = size.length;
        int[] stride = ImageWindow.numbers(node, "strides", n, 1);
        int[] dilation = ImageWindow.numbers(node, "dilations", n, 1);
        int[] added = ImageWindow.numbers(node, "output_padding", n, 0);
        int[] pads = ImageWindow.numbers(node, "pads", 2 * n, 0);
        int[] before = Arrays.copyOf(pads, n);
        int[] after = Arrays.copyOfRange(pads, n, 2 * n);
        String auto = node.text("auto_pad", "NOTSET");
        int @Nullable [] wanted = node.has("output_shape") ? outputs(node, n) : null;
        for (int i = 0; i < n; i++) {
            boolean isSame = auto.startsWith("SAME");
            if (wanted != null || isSame) {
                int extent = wanted != null ? wanted[i] : extents[i] * stride[i];
                int whole = stride[i] * (extents[i] - 1) + added[i] + (size[i] - 1) * dilation[i] + 1;
                int total = whole - extent;
                before[i] = auto.equals("SAME_UPPER") ? Math.floorDiv(total, 2) : total - Math.floorDiv(total, 2);
                after[i] = total - before[i];
                if (total < 0) {
                    added[i] -= total;
                    before[i] = 0;
                    after[i] = 0;
                }
            } else if (auto.equals("VALID")) {
                before[i] = 0;
                after[i] = 0;
            }
        }
        return new Enlarging(new ImageWindow(size, stride, dilation, before, after, false), added);
    }

    /// Some files name batch and channels too.
    private static int[] outputs(OnnxNode node, int axes) {
        long @Nullable [] given = node.wholes("output_shape");
        int count = given == null ? axes : given.length;
        int[] all = ImageWindow.numbers(node, "output_shape", count, 0);
        return Arrays.copyOfRange(all, Math.max(0, count - axes), Math.max(axes, count));
    }

    /// Whether the layer says it: one addition for both axes, below the strides.
    boolean fits() {
        int first = added[0];
        boolean fits = true;
        for (int i = 0; i < added.length; i++) {
            fits &= added[i] == first && (first == 0 || first < window.stride()[i]) && window.before()[i] >= 0
                    && window.after()[i] >= 0;
        }
        return fits && (first == 0 || added.length > 1);
    }
}
