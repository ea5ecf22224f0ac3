package dev.fovea.backend.cpu;

import java.util.ArrayList;
import java.util.List;

/// Floats of an array from an offset: where a kernel reads or writes. An operand keeps its identity
/// while the arrays behind it change between steps (a batch's image array, say), never during one.
public final class Operand {
    /// Index of the first float of a fresh array that lies on a 64-byte line wherever the array itself does: its header
    /// takes 16 bytes. G1 starts large arrays at regions; other collectors put them anywhere, which costs some percent
    /// of a step's speed. Slabs and scratch arrays start here.
    public static final int ALIGNED = 12;

    public float[] array;
    public int offset;

    public Operand(float[] array, int offset) {
        this.array = array;
        this.offset = offset;
    }

    /// Arrays below this are not worth aligning.
    private static final int SMALL = 1 << 12;

    /// A fresh array of zeros, aligned unless it is small: it is made large enough for G1 to give it regions of
    /// its own. Packed filters that straddle lines cost a matrix product a fifth of its speed.
    public static Operand allocate(long floats) {
        long length = ALIGNED + floats;
        if (floats >= SMALL) {
            length = Math.max(length, largeArrayBytes() / Float.BYTES);
        }
        return new Operand(new float[Math.toIntExact(length)], ALIGNED);
    }

    /// Fresh zeros in few arrays, each operand aligned as one alone: small ones do not take a region each.
    static List<Operand> allocate(List<Long> floats) {
        List<Operand> operands = new ArrayList<>();
        while (operands.size() < floats.size()) {
            int first = operands.size();
            int last = first;
            long total = 0;
            do {
                total += lines(floats.get(last++));
            } while (last < floats.size() && total + floats.get(last) <= Arena.SLAB);
            Operand all = allocate(total);
            int offset = all.offset;
            for (int i = first; i < last; i++) {
                operands.add(new Operand(all.array, offset));
                offset += (int) lines(floats.get(i));
            }
        }
        return operands;
    }

    /// Rounded up to whole 64-byte lines.
    static long lines(long floats) {
        return (floats + 15) & ~15L;
    }

    /// The size from which G1 gives an array regions of its own: half a region. There are about 2048 regions of 1 to
    /// 32 MiB, a power of two.
    private static long largeArrayBytes() {
        long region = Math.clamp(Runtime.getRuntime().maxMemory() / 2048, 1L << 20, 1L << 25);
        return Long.highestOneBit(2 * region - 1) / 2;
    }

    public void bind(float[] array, int offset) {
        this.array = array;
        this.offset = offset;
    }
}
