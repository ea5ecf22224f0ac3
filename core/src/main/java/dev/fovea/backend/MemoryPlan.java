package dev.fovea.backend;

import java.util.Comparator;
import java.util.List;

/// How a plan uses memory, in floats, at its capacity.
///
/// Nothing is allocated beside what the plan counts but the network's own numbers (parameters, states, gradients, an
/// optimizer's slots) and some hundred bytes a step. Frames of other threads take another arena, workspace and tables.
///
/// @param arena floats of the arena, in which all buffers lie and steps find the workspace that their threads share
/// @param workspace floats that each thread has for itself, of all threads
/// @param packed floats of parameters that are kept as kernels read them, and of those that batch norm is folded
///     into: by plans that predict, for all frames
/// @param tables numbers of 4 bytes that say where the patches of convolutions lie
/// @param buffers in the order of their first use
public record MemoryPlan(long arena, long workspace, long packed, long tables, List<Buffer> buffers) {
    /// One buffer of the arena.
    ///
    /// @param first the step that writes it first
    /// @param last the step that reads it last
    /// @param offset from the arena's start
    public record Buffer(String name, long floats, int first, int last, long offset) {}

    /// The floats that the buffers would take without sharing.
    public long unshared() {
        return buffers.stream().mapToLong(Buffer::floats).sum();
    }

    /// The floats of the arena in which buffers lie, one after the other in the same place; the rest only ever holds
    /// workspace of steps.
    public long shared() {
        long floats = 0;
        long end = 0;
        for (Buffer buffer : buffers.stream().sorted(Comparator.comparingLong(Buffer::offset)).toList()) {
            long from = Math.max(end, buffer.offset());
            end = Math.max(end, buffer.offset() + buffer.floats());
            floats += Math.max(0, end - from);
        }
        return floats;
    }

    /// All numbers, each of 4 bytes.
    public long floats() {
        return arena + workspace + packed + tables;
    }

    public long bytes() {
        return Float.BYTES * floats();
    }
}
