package dev.fovea.formats.weights;

import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/// Which tensors of a file become which variable of a network, and how.
///
/// @param variable by its name in the network
/// @param tensors names in the file
record Assignment(String variable, Shape shape, List<String> tensors, Layout layout) {
    /// Floats of a line of the cache.
    private static final int BLOCK = 16;

    /// How PyTorch lays numbers out, as the network wants them.
    sealed interface Layout {
        /// @param read the tensors' values
        float[] values(Shape shape, List<float[]> read);
    }

    /// All values of the tensors in a row.
    record AsTheyAre() implements Layout {
        @Override
        public float[] values(Shape shape, List<float[]> read) {
            float[] all = read.getFirst();
            for (float[] next : read.subList(1, read.size())) {
                int before = all.length;
                all = Arrays.copyOf(all, before + next.length);
                System.arraycopy(next, 0, all, before, next.length);
            }
            return all;
        }
    }

    /// From outputs × inputs × height × width to height × width × inputs × outputs.
    record Filters() implements Layout {
        @Override
        public float[] values(Shape shape, List<float[]> read) {
            int outputs = shape.dim(3);
            return transposed(read.getFirst(), outputs, shape.dim(2), shape.dim(0) * shape.dim(1));
        }
    }

    /// From outputs × inputs to inputs × outputs, where the inputs were an image that was flattened: PyTorch's channel
    /// by channel, Fovea's pixel by pixel.
    ///
    /// @param pixels of that image; 1 where there was none
    record Matrix(int pixels) implements Layout {
        @Override
        public float[] values(Shape shape, List<float[]> read) {
            return transposed(read.getFirst(), shape.dim(1), shape.dim(0) / pixels, pixels);
        }
    }

    /// From outputs × channels × pixels to pixels × channels × outputs, some outputs at a time, so that what is read
    /// and what is written lies in lines.
    private static float[] transposed(float[] from, int outputs, int channels, int pixels) {
        float[] into = new float[from.length];
        int inputs = channels * pixels;
        for (int first = 0; first < outputs; first += BLOCK) {
            int last = Math.min(first + BLOCK, outputs);
            for (int channel = 0; channel < channels; channel++) {
                for (int pixel = 0; pixel < pixels; pixel++) {
                    int read = channel * pixels + pixel;
                    int row = (pixel * channels + channel) * outputs;
                    for (int output = first; output < last; output++) {
                        into[row + output] = from[output * inputs + read];
                    }
                }
            }
        }
        return into;
    }

    Tensor tensor(Weights weights) {
        return new Tensor(shape, layout.values(shape, tensors.stream().map(weights::values).toList()));
    }
}
