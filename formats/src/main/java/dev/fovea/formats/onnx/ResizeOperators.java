package dev.fovea.formats.onnx;

import dev.fovea.io.FileException;
import dev.fovea.op.Resizing;
import dev.fovea.tensor.Shape;
import org.jspecify.annotations.Nullable;

/// Values at other extents along axes.
final class ResizeOperators {
    private ResizeOperators() {}

    /// Resize, and Upsample before it: whose places are those of `asymmetric`.
    static OnnxValue resize(NodeCall call) {
        boolean isOld = call.node().operator().equals("Upsample") || call.opset() < 11;
        Flow x = call.axing().settled(call.flow(0));
        int lead = call.vertices().lead();
        @Nullable Numbers scales = isOld ? call.optionalNumbers(1) : call.optionalNumbers(2);
        double[] factors = call.node().has("scales") ? call.node().reals("scales")
                : scales == null || scales.size() == 0 ? null : scales.values();
        @Nullable Numbers sizes = isOld ? null : call.optionalNumbers(3);
        long @Nullable [] axes = call.node().wholes("axes");
        int count = axes == null ? x.rank() - lead : axes.length;
        String places = isOld ? "asymmetric"
                : call.node().text("coordinate_transformation_mode", "half_pixel");
        String mode = call.node().text("mode", "nearest");
        String rounding = isOld ? "floor" : call.node().text("nearest_mode", "round_prefer_floor");
        Flow y = x;
        for (int i = 0; i < count; i++) {
            int axis = axes == null ? i + lead : call.axis(axes[i], x);
            int extent = x.dim(axis);
            int wanted = sizes != null && sizes.size() == count
                    ? sizes.isTimesBatch(i) ? extent : (int) sizes.at(i)
                    : factors != null && factors.length == count
                            ? extent == Shape.N && factors[i] == 1 ? extent : (int) Math.floor(extent * factors[i])
                            : 0;
            if (axis == x.order()[0]) {
                if (wanted != Shape.N && sizes == null) {
                    throw new BatchMisfit("a Resize of the batch");
                }
                continue;
            }
            if (wanted < 1) {
                throw new FileException("expected scales or sizes for " + count + " axes of at least 1, got none");
            }
            double scale = sizes == null && factors != null ? factors[i] : (double) wanted / extent;
            if (wanted != extent || scale != 1) {
                y = call.vertices().apply(
                        new Resizing(y.place(axis), wanted, mode(mode, places, rounding, extent, wanted, scale)),
                        y.order(), y);
            }
        }
        return y;
    }

    /// Fovea's mode that reads at the same places.
    private static Resizing.Mode mode(
            String mode, String places, String rounding, int from, int to, double scale) {
        boolean isWhole = from * scale == to;
        if (mode.equals("nearest")) {
            boolean isSame = isWhole;
            for (int i = 0; i < to && isSame; i++) {
                isSame = nearest(places, rounding, i, from, to, scale) == (int) ((long) i * from / to);
            }
            if (isSame) {
                return Resizing.Mode.NEAREST;
            }
        } else if (mode.equals("linear") && isWhole) {
            if (places.equals("half_pixel") || places.equals("pytorch_half_pixel") && to > 1) {
                return Resizing.Mode.LINEAR;
            }
            if (places.equals("align_corners")) {
                return Resizing.Mode.LINEAR_CORNERS;
            }
        }
        throw new FileException("expected a resizing by nearest, or linear with half_pixel or align_corners, got mode "
                + Naming.printable(mode) + " with " + Naming.printable(places) + ", " + Naming.printable(rounding));
    }

    private static int nearest(String places, String rounding, int i, int from, int to, double scale) {
        double place = switch (places) {
            case "half_pixel" -> (i + 0.5) / scale - 0.5;
            case "pytorch_half_pixel" -> to > 1 ? (i + 0.5) / scale - 0.5 : 0;
            case "align_corners" -> to == 1 ? 0 : (double) i * (from - 1) / (to - 1);
            default -> i / scale;
        };
        double rounded = switch (rounding) {
            case "floor" -> Math.floor(place);
            case "ceil" -> Math.ceil(place);
            case "round_prefer_ceil" -> Math.floor(place + 0.5);
            default -> Math.ceil(place - 0.5);
        };
        return (int) Math.clamp(rounded, 0, from - 1);
    }
}
