package dev.fovea.backend.cpu.vector.tile;

import dev.fovea.backend.CacheLines;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/// The machine's vectors.
///
/// No method of ours takes a vector or a mask, or returns one (a test of the structure holds that). Whether C2 inlines
/// it hangs on profiles and sizes that differ from start to start, and where it does not, vectors are allocated. So a
/// kernel is one loop, and what takes several steps goes through arrays.
///
/// The JVM's compiler C2 does not know the class of some vectors, only that they are FloatVectors: those that come into
/// a loop from before it, that were loaded under a mask (in one of two ways), or that are parameters. Which methods a
/// call on them reaches it learns from the profile. Without one, as after a long wait for the compiler, it compiles a
/// virtual call, and all of the loop's vectors become objects: that hit one start in ten on a busy machine. So the
/// kernels call methods on such vectors through [#EXACT]. Tests show both in a JVM that has no profile and inlines no
/// more than it must.
public final class Lanes {
    public static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

    /// The vectors' own class: `EXACT.cast(v)` is v with its class known. It is no instruction once it is compiled.
    public static final Class<? extends FloatVector> EXACT = SPECIES.vectorType().asSubclass(FloatVector.class);

    /// The same for as many ints.
    public static final Class<? extends IntVector> EXACT_INTS =
            SPECIES.withLanes(int.class).vectorType().asSubclass(IntVector.class);

    /// Floats of a vector.
    public static final int COUNT = SPECIES.length();

    /// Whether there are 32 vector registers (AVX-512, NEON, SVE) or 16 (AVX2).
    public static final boolean MANY_REGISTERS =
            SPECIES.vectorBitSize() >= 512 || System.getProperty("os.arch", "").equals("aarch64");

    private Lanes() {}

    /// `floats` rounded up to an odd number of lines: rows so far apart spread over the cache's sets.
    public static int oddLines(int floats) {
        return (Math.ceilDiv(floats, CacheLines.FLOATS) | 1) * CacheLines.FLOATS;
    }
}
