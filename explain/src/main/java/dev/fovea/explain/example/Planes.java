package dev.fovea.explain.example;

import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;

/// Matrices out of images and maps, and back. Copies numbers; computes nothing.
final class Planes {
    private Planes() {}

    /// A matrix of whole rows.
    static Tensor matrix(float[]... rows) {
        float[] values = new float[rows.length * rows[0].length];
        for (int row = 0; row < rows.length; row++) {
            System.arraycopy(rows[row], 0, values, row * rows[0].length, rows[0].length);
        }
        return Tensor.of(Shape.of(rows.length, rows[0].length), values);
    }

    /// The numbers first, first + 1, … row by row.
    static Tensor counting(int first, int rows, int columns) {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = first + i;
        }
        return Tensor.of(Shape.of(rows, columns), values);
    }

    /// Channel `c` of height × width × channels.
    static Tensor channel(Tensor maps, int c) {
        int channels = maps.shape().dim(2);
        float[] values = new float[maps.shape().dim(0) * maps.shape().dim(1)];
        for (int i = 0; i < values.length; i++) {
            values[i] = maps.values()[i * channels + c];
        }
        return Tensor.of(Shape.of(maps.shape().dim(0), maps.shape().dim(1)), values);
    }

    /// Matrices of one size as the channels of height × width × channels.
    static Tensor stacked(Tensor... planes) {
        Shape shape = planes[0].shape();
        float[] values = new float[Math.toIntExact(shape.size()) * planes.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = planes[i % planes.length].values()[i / planes.length];
        }
        return Tensor.of(Shape.of(shape.dim(0), shape.dim(1), planes.length), values);
    }

    /// The same numbers under another shape.
    static Tensor shaped(Tensor tensor, int... dims) {
        return new Tensor(Shape.of(dims), tensor.values());
    }

    /// The numbers from (row, column) on.
    static Tensor part(Tensor matrix, int row, int column, int height, int width) {
        float[] values = new float[height * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = matrix.at(row + i / width, column + i % width);
        }
        return Tensor.of(Shape.of(height, width), values);
    }
}
