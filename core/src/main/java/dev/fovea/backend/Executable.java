package dev.fovea.backend;

import java.util.List;

/// A compiled program. Any number of threads may run it at once, each in a frame of its own.
public interface Executable {
    /// The largest batch it can run.
    int capacity();

    /// Memory for one caller.
    Frame frame();

    /// What a frame runs for a batch of `n` samples, in order.
    List<PlanStep> steps(int n);

    /// What [#steps] do, in detail.
    PlanGraph graph(int n);

    /// What a frame takes.
    MemoryPlan memory();
}
