package dev.fovea.backend.cpu;

import dev.fovea.backend.Backend;
import dev.fovea.backend.BackendProvider;

/// Opens the CPU backend with the fastest kernels that this JVM can run.
public final class CpuProvider implements BackendProvider {
    @Override
    public String name() {
        return "cpu";
    }

    @Override
    public Backend open(int threads) {
        KernelSet set = KernelSet.choose();
        boolean asked = KernelSet.wanted().equals(KernelSet.SCALAR);
        if (!set.advice().isEmpty() && !asked) {
            Warning.once();
        }
        return new CpuBackend(set.kernels(), set.advice(), threads);
    }

    /// Logs once in a JVM what makes Fovea faster. The JVM initialises a class once, so the initialiser logs it.
    private static final class Warning {
        static {
            System.getLogger("dev.fovea").log(System.Logger.Level.WARNING, KernelSet.choose().advice());
        }

        static void once() {}
    }
}
