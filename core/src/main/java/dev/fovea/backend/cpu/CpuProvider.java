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
        return new CpuBackend(set.kernels(), set.cure(), threads);
    }
}
