package dev.fovea.backend;

/// A compiled program. Any number of threads may run it at once, each in a frame of its own.
public interface Executable {
    /// The largest batch it can run.
    int capacity();

    /// Memory for one caller.
    Frame frame();

    /// What a frame takes.
    MemoryPlan memory();
}
