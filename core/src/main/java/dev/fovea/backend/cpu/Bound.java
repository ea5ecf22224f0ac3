package dev.fovea.backend.cpu;

import dev.fovea.backend.cpu.kernel.Operand;
import dev.fovea.backend.cpu.kernel.Work;
import dev.fovea.backend.cpu.kernel.Workers;
import dev.fovea.backend.plan.Instruction;
import org.jspecify.annotations.Nullable;

/// An instruction bound to a frame's memory.
final class Bound implements Workers.Task {
    private static final int PACKING = -1;

    private final Instruction instruction;
    private final Work work;
    private final Operand packed;
    private final Operand shared;
    private final Operand[] scratch;
    private final boolean packsAlways;
    private int phase;
    private int n;

    /// @param packsAlways whether parameters change between runs, and the packed copy does not outlive one
    Bound(
            Instruction instruction, Work work, Operand packed, Operand shared, Operand[] scratch,
            boolean packsAlways) {
        if (work.mainPhase() >= work.phases()) {
            throw new IllegalArgumentException(
                    "the main phase must be one of " + work.phases() + ": got " + work.mainPhase());
        }
        this.instruction = instruction;
        this.work = work;
        this.packed = packed;
        this.shared = shared;
        this.scratch = scratch;
        this.packsAlways = packsAlways;
    }

    Instruction instruction() {
        return instruction;
    }

    /// @param beside done while this computes; null for none
    void run(Workers workers, int n, @Nullable Chunks beside) {
        this.n = n;
        if (packsAlways) {
            pack(workers);
        }
        int phases = work.phases();
        for (int next = 0; next < phases; next++) {
            phase = next;
            Chunks now = next == work.mainPhase() ? beside : null;
            workers.run(this, work.parts(next, n), now, now == null ? 0 : now.parts());
        }
    }

    void pack(Workers workers) {
        int parts = work.packParts();
        if (parts > 0) {
            phase = PACKING;
            workers.run(this, parts);
        }
    }

    @Override
    public void run(int part, int worker) {
        if (phase == PACKING) {
            work.pack(part, packed);
        } else {
            work.run(phase, part, n, packed, shared, scratch[worker]);
        }
    }
}
