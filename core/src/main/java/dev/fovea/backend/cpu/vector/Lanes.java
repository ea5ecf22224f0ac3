package dev.fovea.backend.cpu.vector;

import dev.fovea.backend.Lines;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The machine's vectors.
///
/// Loops load vectors where they need them, not through a method of ours: C2 may compile such a method before the loops
/// that call it, and if its code has become long (InlineSmallCode), as that of a load under a mask may, it is called
/// from then on, and the vector allocated. What else takes
/// and gives vectors is short.
final class Lanes {
    static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

    /// Floats of a vector.
    static final int COUNT = SPECIES.length();

    /// Whether there are 32 vector registers (AVX-512, NEON, SVE) or 16 (AVX2).
    static final boolean MANY_REGISTERS =
            SPECIES.vectorBitSize() >= 512 || System.getProperty("os.arch", "").equals("aarch64");

    private Lanes() {}

    /// `floats` rounded up to an odd number of lines: rows so far apart spread over the cache's sets.
    static int oddLines(int floats) {
        return (Math.ceilDiv(floats, Lines.FLOATS) | 1) * Lines.FLOATS;
    }
}
