package dev.fovea.backend.cpu;

import dev.fovea.backend.cpu.kernel.Work;
import dev.fovea.backend.plan.Instruction;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// What the steps of a plan need beside the values.
///
/// @param workspaces floats of the arena that each step has while it runs
/// @param scratch floats of a thread
/// @param packed floats of the parameters that stay packed between runs
/// @param tables numbers of 4 bytes in the tables of a frame's works
record Needs(List<Long> workspaces, long scratch, long packed, long tables) {
    Needs {
        workspaces = List.copyOf(workspaces);
    }

    /// Asks works one by one, each of which may keep tables, and none is kept.
    ///
    /// @param packsAlways whether the packed copy of the instruction at an index lasts for one run alone
    static Needs of(
            List<Instruction> instructions, Iterator<? extends @Nullable Work> works, IntPredicate packsAlways,
            Heap heap) {
        List<Long> workspaces = new ArrayList<>();
        long scratch = 0;
        long packed = 0;
        long tables = 0;
        for (int i = 0; i < instructions.size(); i++) {
            Work work = next(works, instructions.get(i));
            long own = 0;
            if (work != null) {
                own = work.sharedFloats(heap.capacity()) + (packsAlways.test(i) ? work.packedFloats() : 0);
                packed += packsAlways.test(i) ? 0 : work.packedFloats();
                scratch = Math.max(scratch, work.scratchFloats());
                tables += work.tableNumbers();
                heap.note(instructions.get(i).name(), Math.max(own, work.scratchFloats()));
            }
            workspaces.add(own);
            heap.checkArray(instructions.get(i).name() + ": workspace", Math.max(own, scratch));
            heap.check(scratch + packed + tables);
        }
        return new Needs(workspaces, scratch, packed, tables);
    }

    private static @Nullable Work next(Iterator<? extends @Nullable Work> works, Instruction instruction) {
        try {
            return works.next();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(instruction.name() + ": " + e.getMessage(), e);
        }
    }
}
