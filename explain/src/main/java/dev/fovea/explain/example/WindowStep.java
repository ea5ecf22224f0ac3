package dev.fovea.explain.example;

import dev.fovea.op.Multiply;
import dev.fovea.op.Node;
import dev.fovea.op.Slice;
import dev.fovea.op.Sum;
import dev.fovea.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// One place of a sliding window: what it sees, times the kernel, added up.
///
/// @param row of the output
/// @param column of the output
/// @param top row of the image that the window begins at
/// @param left column of the image that the window begins at
/// @param sum of the products
public record WindowStep(int row, int column, int top, int left, Tensor patch, Tensor products, float sum) {
    /// The steps of a convolution of one plane, row by row.
    ///
    /// @param image the plane with its padding, a batch of one with one channel
    /// @param kernel height × width × 1
    static List<WindowStep> all(
            Calculation calculation, Node image, Node kernel, int stride, int rows, int columns) {
        return at(
                calculation, image, kernel, stride, columns, IntStream.range(0, rows * columns).boxed().toList());
    }

    /// Some of the steps.
    ///
    /// @param columns of the output
    /// @param places which steps, counted row by row from 0
    static List<WindowStep> at(
            Calculation calculation, Node image, Node kernel, int stride, int columns, List<Integer> places) {
        int height = kernel.shape().dim(0);
        int width = kernel.shape().dim(1);
        Map<String, Node> nodes = new LinkedHashMap<>();
        for (int i : places) {
            int top = i / columns * stride;
            int left = i % columns * stride;
            Node patch = new Slice(2, left, left + width).on(new Slice(1, top, top + height).on(image));
            Node products = new Multiply().on(patch, kernel);
            nodes.put("patch " + i, patch);
            nodes.put("products " + i, products);
            nodes.put("sum " + i, Sum.over(1, 2, 3).on(products));
        }
        Map<String, Tensor> values = calculation.values(nodes);
        return places.stream()
                .map(i -> new WindowStep(
                        i / columns, i % columns, i / columns * stride, i % columns * stride,
                        Planes.shaped(Calculation.value(values, "patch " + i), height, width),
                        Planes.shaped(Calculation.value(values, "products " + i), height, width),
                        Calculation.value(values, "sum " + i).values()[0]))
                .toList();
    }
}
