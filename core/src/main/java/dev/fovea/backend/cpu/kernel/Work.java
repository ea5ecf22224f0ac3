package dev.fovea.backend.cpu.kernel;

/// The work of one step, bound to its operands, in pieces that threads share. Phases run one after
/// another; the parts of a phase run in any order, on any thread, and write disjoint floats. What a
/// part computes depends on shapes and the batch size alone, never on the number of threads: so the
/// bits of the result do not either. Nothing here allocates once constructed.
///
/// Memory comes from outside: `packed` holds a parameter packed for the kernel and stays valid while
/// the parameters do not change (the executable calls [#pack] after each change, before the phases);
/// `shared` belongs to this step while it runs; `scratch` to the thread that runs a part. How much of each it takes,
/// and what it keeps itself, is known before anything is run: the memory plan counts it.
public interface Work {
    /// Floats of the packed parameter; 0 when there is none.
    default long packedFloats() {
        return 0;
    }

    /// Pieces of the packing, which threads share as they share parts.
    default int packParts() {
        return 0;
    }

    default void pack(int part, Operand packed) {}

    /// Floats of memory that all parts share, for a batch of at most `capacity` samples; 0 for none.
    default long sharedFloats(int capacity) {
        return 0;
    }

    /// Floats of memory private to a thread.
    default long scratchFloats() {
        return 0;
    }

    /// Numbers of 4 bytes in the tables that this object keeps, such as where the patches of a convolution lie: what it
    /// takes beside its operands, less some hundred bytes.
    default long tableNumbers() {
        return 0;
    }

    default int phases() {
        return 1;
    }

    /// The phase that computes most.
    default int mainPhase() {
        return 0;
    }

    /// Whether it takes every multiply-add of its operation's definition. An algorithm that needs fewer may be faster,
    /// counted by the definition, than the processor's peak.
    default boolean isDirect() {
        return true;
    }

    /// Names what computes a batch of `n` samples, as tables of a plan show it: of products with the tile that they are
    /// laid out for, `direct 14×2`. Until the JVM has compiled that, a smaller one with the same bits takes its place.
    String kernel(int n);

    /// The number of parts of a phase for a batch of `n` samples.
    int parts(int phase, int n);

    void run(int phase, int part, int n, Operand packed, Operand shared, Operand scratch);
}
