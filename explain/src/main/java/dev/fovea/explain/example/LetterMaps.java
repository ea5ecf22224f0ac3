package dev.fovea.explain.example;

import dev.fovea.backend.Backend;
import dev.fovea.op.Constant;
import dev.fovea.op.Convolution;
import dev.fovea.op.Flattening;
import dev.fovea.op.MaxPooling;
import dev.fovea.op.Node;
import dev.fovea.op.Padding;
import dev.fovea.op.Pooling;
import dev.fovea.op.Relu;
import dev.fovea.op.Transpose;
import dev.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A letter on its way through a small network: three features by convolution, ReLU, max pooling; then pooled once
/// more, or sent through all three again; one list.
///
/// @param features what became of each feature
/// @param list the last maps one after the other, row by row: 12 numbers
public record LetterMaps(Letter letter, List<Feature> features, Tensor list) {
    static final List<String> NAMES = List.of("\\", "x", "/");
    private static final Pooling HALVES = Pooling.of(2, 2).ceil(true);

    public LetterMaps {
        features = List.copyOf(features);
    }

    /// One feature's maps.
    ///
    /// @param name how the feature looks
    /// @param kernel 3 × 3
    /// @param convolved 7 × 7: how well the feature fits at each place, from −1 to 1
    /// @param rectified without what is negative
    /// @param pooled 4 × 4
    /// @param second 2 × 2, pooled again
    /// @param again the whole second pass
    public record Feature(
            String name, Tensor kernel, Tensor convolved, Tensor rectified, Tensor pooled, Tensor second,
            SecondPass again) {
        /// The best fit anywhere.
        public float best() {
            float best = Float.NEGATIVE_INFINITY;
            for (float value : convolved.values()) {
                best = Math.max(best, value);
            }
            return best;
        }
    }

    /// All three steps once more, from the pooled map: each feature looks at its own, with a border of zeros.
    ///
    /// @param convolved 4 × 4
    /// @param rectified 4 × 4
    /// @param pooled 2 × 2
    public record SecondPass(Tensor convolved, Tensor rectified, Tensor pooled) {}

    /// The kernels of the three features.
    static List<Tensor> kernels() {
        return List.of(
                Planes.matrix(new float[] {1, -1, -1}, new float[] {-1, 1, -1}, new float[] {-1, -1, 1}),
                Planes.matrix(new float[] {1, -1, 1}, new float[] {-1, 1, -1}, new float[] {1, -1, 1}),
                Planes.matrix(new float[] {-1, -1, 1}, new float[] {-1, 1, -1}, new float[] {1, -1, -1}));
    }

    /// Sends a letter through.
    public static LetterMaps of(Letter letter, Backend backend) {
        Calculation calculation = new Calculation(backend);
        Tensor kernels = Planes.stacked(kernels().toArray(Tensor[]::new));
        Node filters = calculation.parameter("features", Planes.shaped(kernels, 3, 3, 1, 3));
        Node sums = Convolution.of(1, Padding.VALID).on(calculation.plane("letter", letter.pixels()), filters);
        Node convolved = sums.over(Constant.of(9));
        Node rectified = new Relu().on(convolved);
        Node pooled = new MaxPooling(HALVES).on(rectified);
        Node second = new MaxPooling(HALVES).on(pooled);
        // As many groups as maps: each kernel sees one.
        Node sumsAgain = new Convolution(1, 1, Padding.SAME, 1, 1, NAMES.size()).on(pooled, filters);
        Node convolvedAgain = sumsAgain.over(Constant.of(9));
        Node rectifiedAgain = new Relu().on(convolvedAgain);
        Map<String, Node> nodes = new LinkedHashMap<>();
        nodes.put("convolved again", convolvedAgain);
        nodes.put("rectified again", rectifiedAgain);
        nodes.put("pooled again", new MaxPooling(HALVES).on(rectifiedAgain));
        nodes.put("convolved", convolved);
        nodes.put("rectified", rectified);
        nodes.put("pooled", pooled);
        nodes.put("second", second);
        nodes.put("list", new Flattening().on(new Transpose(List.of(0, 3, 1, 2)).on(second)));
        Map<String, Tensor> values = calculation.values(nodes);
        List<Feature> features = new ArrayList<>();
        for (int c = 0; c < NAMES.size(); c++) {
            features.add(new Feature(
                    NAMES.get(c), kernels().get(c), plane(values, "convolved", c), plane(values, "rectified", c),
                    plane(values, "pooled", c), plane(values, "second", c),
                    new SecondPass(
                            plane(values, "convolved again", c), plane(values, "rectified again", c),
                            plane(values, "pooled again", c))));
        }
        return new LetterMaps(letter, features, Calculation.value(values, "list"));
    }

    private static Tensor plane(Map<String, Tensor> values, String name, int channel) {
        return Planes.channel(Calculation.value(values, name), channel);
    }

    /// The steps of the first feature's convolution.
    static List<WindowStep> steps(Letter letter, Backend backend) {
        Calculation calculation = new Calculation(backend);
        Node kernel = calculation.parameter("kernel", Planes.shaped(kernels().getFirst(), 3, 3, 1));
        return WindowStep.all(calculation, calculation.plane("letter", letter.pixels()), kernel, 1, 7, 7);
    }
}
