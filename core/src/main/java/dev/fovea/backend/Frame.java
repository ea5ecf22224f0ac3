package dev.fovea.backend;

import dev.fovea.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// One caller's memory for an executable: bound inputs, intermediate values, outputs. Not thread-safe.
public interface Frame {
    /// Lets an input read an array from an offset; the array is read at each [#run], not copied, and between [#forward]
    /// and [#backward] it has to stay as it is.
    void bind(String input, float[] array, int offset);

    /// Runs the program for a batch of `n` samples: [#forward], then [#backward].
    ///
    /// @param key what random operations draw from, with their stream: one number for each step
    void run(int n, long key);

    /// Runs the program until all outputs can be read and states have their new values, but for those whose old value
    /// the rest still reads; see [#run(int, long)].
    void forward(int n, long key);

    /// Runs what is left after [#forward]: the gradients, and what [#overlap] has put beside them. If it fails, these
    /// parameters may or may not be updated.
    void backward();

    /// Has each [#backward], and so each [#run(int, long)], update a parameter as soon as its gradient is done and no
    /// step reads the parameter any more, beside steps that compute: an update mostly waits for memory. Which bits come
    /// out does not depend on it. Once for a parameter; the timed run updates nothing.
    ///
    /// @param update of a range of the parameter's elements in the flat array; see [Backend#share]
    /// @return false if there is too little to gain, or no gradient: the caller updates this parameter after each run
    boolean overlap(String parameter, Backend.Range update);

    /// Does what [#run(int, long)] does, without what [#overlap] adds, and writes how many nanoseconds each of
    /// [Executable#steps] took.
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
