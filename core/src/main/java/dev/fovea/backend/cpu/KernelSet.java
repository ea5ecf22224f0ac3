package dev.fovea.backend.cpu;

import dev.fovea.backend.cpu.kernel.Kernels;
import dev.fovea.backend.cpu.kernel.PeakProbe;
import dev.fovea.backend.cpu.scalar.ScalarKernels;
import dev.fovea.backend.cpu.scalar.ScalarPeakProbe;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;

/// The kernels that this JVM can run, with the probe of its peak, and what to do to get faster ones.
///
/// @param advice one line that says why the scalar kernels run and what to do; empty for the vector ones
public record KernelSet(Kernels kernels, PeakProbe probe, String advice) {
    static final String SCALAR = "scalar";
    static final String VECTOR = "vector";
    private static final String VECTOR_KERNELS = "dev.fovea.backend.cpu.vector.VectorKernels";
    private static final String VECTOR_PROBE = "dev.fovea.backend.cpu.vector.VectorPeakProbe";

    /// The Vector API's kernels where the module is present, otherwise the scalar ones. `-Dfovea.kernels=scalar` asks
    /// for the scalar ones, `-Dfovea.kernels=direct` for the Vector API's without Winograd's algorithm.
    public static KernelSet choose() {
        return named(wanted());
    }

    /// What `-Dfovea.kernels` asks for.
    static String wanted() {
        return System.getProperty("fovea.kernels", VECTOR);
    }

    /// @param wanted `scalar`, `direct` or `vector`
    static KernelSet named(String wanted) {
        if (wanted.equals(SCALAR)) {
            return scalar("scalar kernels, as -Dfovea.kernels=scalar asks: leave it out for the vector kernels");
        }
        boolean direct = wanted.equals("direct");
        if (!direct && !wanted.equals(VECTOR)) {
            throw new IllegalArgumentException("-Dfovea.kernels must be scalar, direct or vector: got " + wanted
                    + "; leave it out for the fastest");
        }
        if (!isVectorApiPresent()) {
            return scalar("scalar kernels, several times slower: start java with --add-modules " + VectorModule.NAME);
        }
        try {
            return new KernelSet(vectorKernels(!direct), load(VECTOR_PROBE, PeakProbe.class), "");
        } catch (ReflectiveOperationException | LinkageError e) {
            return scalar("scalar kernels, several times slower: the vector kernels did not load on Java "
                    + Runtime.version() + " (" + e + "); use the JDK that Fovea was built for");
        }
    }

    /// Asks for a class: the module is in the boot layer, or the program added it after the start, in a layer above.
    private static boolean isVectorApiPresent() {
        try {
            Class.forName(VectorModule.NAME + ".Vector", false, KernelSet.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException absent) {
            return false;
        }
    }

    private static KernelSet scalar(String advice) {
        return new KernelSet(new ScalarKernels(), new ScalarPeakProbe(), advice);
    }

    private static Kernels vectorKernels(boolean winograd) throws ReflectiveOperationException {
        return (Kernels) created(Class.forName(VECTOR_KERNELS).getConstructor(boolean.class), winograd);
    }

    private static <T> T load(String name, Class<T> type) throws ReflectiveOperationException {
        return type.cast(created(Class.forName(name).getConstructor()));
    }

    private static Object created(Constructor<?> constructor, Object... arguments) throws ReflectiveOperationException {
        try {
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof LinkageError cause) {
                throw cause;
            }
            throw e;
        }
    }
}
