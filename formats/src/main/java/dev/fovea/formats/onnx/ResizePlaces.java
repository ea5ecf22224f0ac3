package dev.fovea.formats.onnx;

import dev.fovea.io.FileException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Of which numbers along an axis those of a resized one are made, and by which shares, as ONNX defines Resize.
///
/// @param places the coordinate transformation, such as `half_pixel`
/// @param cubic a of the cubic's weights (Keys, "Cubic convolution interpolation", 1981)
/// @param crop of each axis where it begins and ends, as shares; null unless asked
record ResizePlaces(
        String mode, String places, String rounding, double cubic, boolean antialias, boolean excludesOutside,
        double @Nullable [] crop, double outside) {
    private static final double NEAR = 1e-6;
    private static final int MOST_TAPS = 256;

    static ResizePlaces of(NodeCall call) {
        OnnxNode node = call.node();
        boolean isOld = node.operator().equals("Upsample") || call.opset() < 11;
        String places = isOld ? "asymmetric" : node.text("coordinate_transformation_mode", "half_pixel");
        @Nullable Numbers roi = isOld ? null : call.optionalNumbers(1);
        boolean crops = places.equals("tf_crop_and_resize");
        return new ResizePlaces(
                node.text("mode", "nearest"), places,
                isOld ? "floor" : node.text("nearest_mode", "round_prefer_floor"), node.real("cubic_coeff_a", -0.75),
                node.flag("antialias"), node.flag("exclude_outside"), crops && roi != null ? roi.values() : null,
                node.real("extrapolation_value", 0));
    }

    /// What one number is made of.
    ///
    /// @param added to the sum
    record Row(int[] places, double[] weights, double added) {
        int place(int tap) {
            return places[Math.min(tap, places.length - 1)];
        }

        double weight(int tap) {
            return tap < weights.length ? weights[tap] : 0;
        }

        /// Whether it is (1 − share) of one number and `share` of the next.
        boolean isNear(int first, double share, int extent) {
            double[] wanted = new double[extent];
            wanted[first] = 1 - share;
            wanted[Math.min(first + 1, extent - 1)] += share;
            double[] own = new double[extent];
            for (int i = 0; i < places.length; i++) {
                own[places[i]] += weights[i];
            }
            boolean isNear = added == 0;
            for (int i = 0; i < extent && isNear; i++) {
                isNear = Math.abs(own[i] - wanted[i]) < NEAR;
            }
            return isNear;
        }
    }

    boolean isCrop() {
        return crop != null;
    }

    /// @param axis the number of the axis among those that are resized
    Row[] along(int axis, int axes, int from, int to, double scale) {
        if (crop != null && crop.length != 2 * axes) {
            throw new FileException("expected 2 · " + axes + " shares to crop, got " + crop.length);
        }
        Row[] rows = new Row[to];
        for (int i = 0; i < to; i++) {
            double place = place(i, axis, axes, from, to, scale);
            boolean isOutside = isCrop() && (place < 0 || place > from - 1);
            rows[i] = isOutside ? new Row(new int[] {0}, new double[] {0}, outside) : row(place, from, scale);
        }
        return rows;
    }

    private double place(int i, int axis, int axes, int from, int to, double scale) {
        double extent = scale * from;
        return switch (places) {
            case "half_pixel" -> (i + 0.5) / scale - 0.5;
            case "half_pixel_symmetric" -> from / 2.0 * (1 - to / extent) + (i + 0.5) / scale - 0.5;
            case "pytorch_half_pixel" -> to > 1 ? (i + 0.5) / scale - 0.5 : 0;
            case "align_corners" -> extent == 1 ? 0 : i * (from - 1) / (extent - 1);
            case "asymmetric" -> i / scale;
            case "tf_crop_and_resize" -> {
                double start = crop == null ? 0 : crop[axis];
                double end = crop == null ? 1 : crop[axis + axes];
                yield to > 1 ? start * (from - 1) + i * (end - start) * (from - 1) / (to - 1)
                        : 0.5 * (start + end) * (from - 1);
            }
            default -> throw new FileException("expected a coordinate_transformation_mode that ONNX knows, got "
                    + Naming.printable(places));
        };
    }

    private Row row(double place, int from, double scale) {
        return switch (mode) {
            case "nearest" -> new Row(new int[] {nearest(place, from)}, new double[] {1}, 0);
            case "linear" -> between(place, from, 1, scale);
            case "cubic" -> between(place, from, 2, scale);
            default -> throw new FileException("expected mode nearest, linear or cubic, got " + Naming.printable(mode));
        };
    }

    private int nearest(double place, int from) {
        double rounded = switch (rounding) {
            case "floor" -> Math.floor(place);
            case "ceil" -> Math.ceil(place);
            case "round_prefer_ceil" -> Math.floor(place + 0.5);
            default -> Math.ceil(place - 0.5);
        };
        return (int) Math.clamp(rounded, 0, from - 1);
    }

    /// The numbers within a reach on both sides; wider where they are made smaller without aliasing.
    private Row between(double place, int from, int reach, double scale) {
        double narrow = antialias ? Math.min(scale, 1) : 1;
        int base = (int) Math.ceil(place) - 1;
        int first = (int) Math.floor(-reach / narrow) + 1;
        int taps = 2 - 2 * first;
        if (taps > MOST_TAPS) {
            throw new FileException("expected a number to be made of at most " + MOST_TAPS + ", got " + taps);
        }
        int[] at = new int[taps];
        double[] weights = new double[taps];
        for (int k = 0; k < taps; k++) {
            int index = base + first + k;
            boolean isOutside = index < 0 || index >= from;
            at[k] = Math.clamp(index, 0, from - 1);
            double distance = Math.abs((index - place) * narrow);
            weights[k] = isOutside && excludesOutside ? 0 : reach == 1 ? Math.max(0, 1 - distance) : cubic(distance);
        }
        double sum = Arrays.stream(weights).sum();
        return new Row(at, Arrays.stream(weights).map(weight -> weight / sum).toArray(), 0);
    }

    private double cubic(double d) {
        if (d <= 1) {
            return ((cubic + 2) * d - (cubic + 3)) * d * d + 1;
        }
        return d < 2 ? ((cubic * d - 5 * cubic) * d + 8 * cubic) * d - 4 * cubic : 0;
    }
}
