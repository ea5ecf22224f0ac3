package dev.fovea.formats.onnx;

import dev.fovea.io.FileException;
import dev.fovea.op.Concatenate;
import dev.fovea.op.Pad;
import dev.fovea.op.Slice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Values with more numbers before and behind them along an axis.
final class Paddings {
    private static final int MOST_PIECES = 1024;

    private Paddings() {}

    /// Pad: constant, reflected, repeated at the border, or begun anew.
    static OnnxValue pad(NodeCall call) {
        Flow x = call.axing().settled(call.flow(0));
        long[] pads = pads(call);
        @Nullable Numbers axes = call.optionalNumbers(3);
        long[] along = axes == null ? null : axes.wholes();
        int rank = along == null ? x.rank() - call.vertices().lead() : along.length;
        if (pads.length != 2 * rank) {
            throw new FileException("expected 2 · " + rank + " pads, got " + pads.length);
        }
        String mode = call.node().text("mode", "constant");
        @Nullable Numbers filling = call.opset() < 11 ? null : call.optionalNumbers(2);
        double value = filling == null ? call.node().real("value", 0) : filling.scalar();
        Flow y = x;
        for (int i = 0; i < rank; i++) {
            int axis = along == null ? i + call.vertices().lead() : call.axis(along[i], x);
            int before = extent(pads[i]);
            int after = extent(pads[i + rank]);
            if (before != 0 || after != 0) {
                y = padded(call, mode, y, axis, before, after, value);
            }
        }
        return y;
    }

    private static long[] pads(NodeCall call) {
        long @Nullable [] pads = call.wholes("pads", 1);
        if (pads == null) {
            pads = call.node().wholes("paddings");
        }
        if (pads == null) {
            throw new FileException("expected pads, got none");
        }
        return pads;
    }

    private static int extent(long pad) {
        if (Math.abs(pad) > 1 << 24) {
            throw new FileException("expected pads of at most 2²⁴, got " + pad);
        }
        return (int) pad;
    }

    private static Flow padded(
            NodeCall call, String mode, Flow x, int axis, int before, int after, double value) {
        if (axis == x.order()[0]) {
            throw new BatchMisfit("a padding of the batch");
        }
        int extent = x.dim(axis);
        int from = Math.max(0, -before);
        int to = extent - Math.max(0, -after);
        Flow cut = from == 0 && to == extent ? x
                : call.vertices().apply(new Slice(x.place(axis), from, to), x.order(), x);
        int more = Math.max(0, before);
        int behind = Math.max(0, after);
        return switch (mode) {
            case "constant" -> constant(call, cut, axis, more, behind, value);
            case "reflect" -> call.vertices().apply(Pad.reflect(cut.place(axis), more, behind), cut.order(), cut);
            case "edge", "wrap" -> repeated(call, cut, axis, more, behind, mode.equals("wrap"));
            default -> throw new FileException("expected mode constant, reflect, edge or wrap, got "
                    + Naming.printable(mode));
        };
    }

    /// With the same number before and behind.
    static Flow constant(NodeCall call, Flow x, int axis, int before, int after, double value) {
        if (before == 0 && after == 0) {
            return x;
        }
        if (value == 0) {
            return call.vertices().apply(Pad.zero(x.place(axis), before, after), x.order(), x);
        }
        List<Flow> parts = new ArrayList<>();
        parts.add(x);
        if (before > 0) {
            parts.addFirst(filled(call, x, axis, before, value));
        }
        if (after > 0) {
            parts.add(filled(call, x, axis, after, value));
        }
        return call.vertices().apply(new Concatenate(x.place(axis)), x.order(), parts.toArray(Flow[]::new));
    }

    private static Flow filled(NodeCall call, Flow x, int axis, int extent, double value) {
        int[] dims = x.dims();
        dims[axis] = extent;
        int[] own = Arrays.copyOfRange(dims, call.vertices().lead(), dims.length);
        if (call.vertices().lead() == 0) {
            own[x.order()[0]] = 1;
        }
        Numbers scalar = Numbers.of(ElementType.FLOAT, own, _ -> value);
        return call.axing().forEachSample(scalar, x);
    }

    private static Flow repeated(NodeCall call, Flow x, int axis, int before, int after, boolean wrap) {
        if (before + after > MOST_PIECES) {
            throw new FileException("expected at most " + MOST_PIECES + " pads, got " + (before + after));
        }
        int extent = x.dim(axis);
        int[] places = new int[before + extent + after];
        for (int i = 0; i < places.length; i++) {
            int at = i - before;
            places[i] = wrap ? Math.floorMod(at, extent) : Math.clamp(at, 0, extent - 1);
        }
        return ShapeOperators.picked(call, x, axis, places);
    }
}
