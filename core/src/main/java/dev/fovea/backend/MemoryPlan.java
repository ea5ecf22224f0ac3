package dev.fovea.backend;

import java.util.List;

/// How a plan uses memory, in floats, at its capacity.
///
/// @param arena floats of the arena in which all buffers lie
/// @param workspace floats that steps use while they run
/// @param buffers in the order of their first use
public record MemoryPlan(long arena, long workspace, List<Buffer> buffers) {
    /// One buffer of the arena.
    ///
    /// @param first the step that writes it first
    /// @param last the step that reads it last
    public record Buffer(String name, long floats, int first, int last, long offset) {}

    /// The floats that the buffers would take without sharing.
    public long unshared() {
        return buffers.stream().mapToLong(Buffer::floats).sum();
    }

    public long bytes() {
        return 4 * (arena + workspace);
    }
}
