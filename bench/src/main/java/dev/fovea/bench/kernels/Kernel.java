package dev.fovea.bench.kernels;

/// One library's code for one problem, bound to memory that holds the inputs.
interface Kernel extends AutoCloseable {
    /// The library, and what it says of the code that it chose.
    String name();

    /// Computes the result anew.
    void run();

    /// A copy of the result of the last run, in Fovea's layout.
    float[] result();

    /// Frees native memory.
    @Override
    default void close() {}
}
