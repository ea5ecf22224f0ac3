package dev.fovea.backend.cpu.kernel;

import dev.fovea.backend.CacheLines;
import dev.fovea.backend.plan.Arena;
import java.util.ArrayList;
import java.util.List;

/// Floats of an array from an offset: where a kernel reads or writes. An operand keeps its identity
/// while the arrays behind it change between steps (a batch's image array, say), never during one.
public final class Operand {
    /// Floats of a fresh array that may come before its first line.
    private static final int MOST_BEFORE = CacheLines.FLOATS - 1;

    public float[] array;
    public int offset;

    public Operand(float[] array, int offset) {
        this.array = array;
        this.offset = offset;
    }

    /// Arrays below this are not worth aligning.
    private static final int SMALL = 1 << 12;

    /// A fresh array of zeros from its first line on, unless it is small: it is made large enough to stay where it is.
    /// Packed filters that straddle lines cost a matrix product a fifth of its speed.
    public static Operand allocate(long floats) {
        long length = MOST_BEFORE + floats;
        if (floats >= SMALL) {
            length = Math.max(length, CacheLines.leastLasting());
        }
        float[] array = new float[Math.toIntExact(length)];
        return new Operand(array, CacheLines.firstOnLine(array));
    }

    /// Fresh zeros in few arrays, each operand aligned as one alone: small ones do not take a region each.
    public static List<Operand> allocate(List<Long> floats) {
        List<Operand> operands = new ArrayList<>();
        while (operands.size() < floats.size()) {
            int first = operands.size();
            int last = first;
            long total = 0;
            do {
                total += CacheLines.whole(floats.get(last++));
            } while (last < floats.size() && total + floats.get(last) <= Arena.SLAB);
            Operand all = allocate(total);
            int offset = all.offset;
            for (int i = first; i < last; i++) {
                operands.add(new Operand(all.array, offset));
                offset += (int) CacheLines.whole(floats.get(i));
            }
        }
        return operands;
    }

    public void bind(float[] array, int offset) {
        this.array = array;
        this.offset = offset;
    }
}
