package dev.fovea.backend;

import dev.fovea.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// One caller's memory for an executable: bound inputs, intermediate values, outputs. Not thread-safe.
public interface Frame {
    /// Lets an input read an array from an offset; the array is read at each [#run], not copied.
    void bind(String input, float[] array, int offset);

    /// Runs the program for a batch of `n` samples.
    ///
    /// @param key what random operations draw from, with their stream: one number for each step
    void run(int n, long key);

    /// Does what [#run(int, long)] does, and writes how many nanoseconds each of [Executable#steps] took.
    ///
    /// @param nanos one element for each step, or more
    void run(int n, long key, long[] nanos);

    /// The gradients, in the layout of the parameters; empty for a program without.
    float[] gradients();

    /// Copies an output of the last run into an array.
    void read(String output, float[] into, int offset);

    /// The first element of an output of the last run: the value of a scalar.
    float scalar(String output);

    /// An output of the last run.
    Tensor read(String output);

    /// Runs the program again and names the first step whose output is not finite; null if all are.
    @Nullable String firstNonFinite(int n, long key);
}
