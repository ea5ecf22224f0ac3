package dev.fovea.formats.onnx;

import dev.fovea.io.FileException;
import dev.fovea.op.Padding;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The window of a convolution or pooling as a node says it: along each of its axes.
///
/// @param before padding before each axis
record ImageWindow(int[] size, int[] stride, int[] dilation, int[] before, int[] after, boolean ceil) {
    private static final int MOST = 1 << 24;

    /// @param extents of the value along the window's axes
    static ImageWindow of(OnnxNode node, int[] size, int[] extents) {
        int n = size.length;
        int[] stride = numbers(node, "strides", n, 1);
        int[] dilation = numbers(node, "dilations", n, 1);
        int[] pads = numbers(node, "pads", 2 * n, 0);
        int[] before = Arrays.copyOf(pads, n);
        int[] after = Arrays.copyOfRange(pads, n, 2 * n);
        String auto = node.text("auto_pad", "NOTSET");
        boolean ceil = node.flag("ceil_mode");
        for (int i = 0; i < n; i++) {
            if (size[i] < 1 || stride[i] < 1 || dilation[i] < 1) {
                throw new FileException("expected window, strides and dilations of at least 1, got "
                        + Arrays.toString(size) + ", " + Arrays.toString(stride) + ", " + Arrays.toString(dilation));
            }
            if (auto.equals("VALID")) {
                before[i] = 0;
                after[i] = 0;
            } else if (auto.startsWith("SAME")) {
                int outputs = Math.ceilDiv(extents[i], stride[i]);
                long reach = (size[i] - 1L) * dilation[i] + 1;
                int total = Math.clamp((outputs - 1L) * stride[i] + reach - extents[i], 0, MOST);
                before[i] = auto.equals("SAME_LOWER") ? total - total / 2 : total / 2;
                after[i] = total - before[i];
            } else if (!auto.equals("NOTSET") && !auto.isEmpty()) {
                throw new FileException("expected auto_pad NOTSET, SAME_UPPER, SAME_LOWER or VALID, got "
                        + Naming.printable(auto));
            }
        }
        return new ImageWindow(size, stride, dilation, before, after, ceil && !auto.startsWith("SAME"));
    }

    /// As many whole numbers as there are axes.
    static int[] numbers(OnnxNode node, String attribute, int count, int other) {
        long @Nullable [] given = node.wholes(attribute);
        if (given == null) {
            int[] all = new int[count];
            Arrays.fill(all, other);
            return all;
        }
        if (given.length != count) {
            throw new FileException("expected " + count + " " + attribute + ", got " + given.length);
        }
        int[] numbers = new int[count];
        for (int i = 0; i < count; i++) {
            if (Math.abs(given[i]) > MOST) {
                throw new FileException("expected " + attribute + " of at most 2²⁴, got " + given[i]);
            }
            numbers[i] = (int) given[i];
        }
        return numbers;
    }

    int axes() {
        return size.length;
    }

    private static boolean isAll(int[] numbers, int value) {
        return Arrays.stream(numbers).allMatch(number -> number == value);
    }

    boolean isDilated() {
        return !isAll(dilation, 1);
    }

    boolean isPadded() {
        return !isAll(before, 0) || !isAll(after, 0);
    }

    /// Padding of an image; of a window along one axis that is the height.
    Padding padding() {
        return isPadded()
                ? Padding.of(before[0], after[0], axes() > 1 ? before[1] : 0, axes() > 1 ? after[1] : 0)
                : Padding.VALID;
    }

    /// How many windows there are along an axis: none that begins behind the padded value.
    int outputs(int axis, int extent) {
        long reach = (size[axis] - 1L) * dilation[axis] + 1;
        long room = (long) extent + before[axis] + after[axis] - reach;
        if (room < 0) {
            throw new FileException("a window of " + reach + " does not fit into " + extent + " numbers");
        }
        long outputs = (ceil ? Math.ceilDiv(room, stride[axis]) : room / stride[axis]) + 1;
        boolean isBehind = ceil && (outputs - 1) * stride[axis] >= (long) extent + before[axis];
        return (int) (isBehind ? outputs - 1 : outputs);
    }
}
