package dev.fovea.backend.cpu;

/// Floats of an array from an offset: where a kernel reads or writes. An operand keeps its identity
/// while the arrays behind it change between steps (a batch's image array, say), never during one.
public final class Operand {
    /// Index of the first float of a fresh array that lies on a 64-byte line: G1 starts a large array
    /// at a region's start, and its header takes 16 bytes. Slabs and scratch arrays start here.
    public static final int ALIGNED = 12;

    public float[] array;
    public int offset;

    public Operand(float[] array, int offset) {
        this.array = array;
        this.offset = offset;
    }

    /// A fresh array of zeros, aligned.
    public static Operand allocate(long floats) {
        return new Operand(new float[Math.toIntExact(ALIGNED + floats)], ALIGNED);
    }

    public void bind(float[] array, int offset) {
        this.array = array;
        this.offset = offset;
    }
}
