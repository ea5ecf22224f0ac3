package dev.fovea.backend.cpu;

import dev.fovea.backend.Backend;
import dev.fovea.backend.Executable;
import dev.fovea.backend.Store;
import dev.fovea.backend.cpu.kernel.Kernels;
import dev.fovea.backend.cpu.kernel.Workers;
import dev.fovea.graph.Program;

/// Runs programs on the processor's cores, in plain Java.
public final class CpuBackend implements Backend {
    private final Kernels kernels;
    private final String advice;
    private final Workers workers;

    public CpuBackend(Kernels kernels, int threads) {
        this(kernels, "", threads);
    }

    CpuBackend(Kernels kernels, String advice, int threads) {
        this.kernels = kernels;
        this.advice = advice;
        this.workers = new Workers(threads);
    }

    @Override
    public String name() {
        return "cpu, " + kernels.name();
    }

    @Override
    public String advice() {
        return advice;
    }

    @Override
    public int threads() {
        return workers.count();
    }

    public Kernels kernels() {
        return kernels;
    }

    Workers workers() {
        return workers;
    }

    @Override
    public Executable compile(Program program, Store store, int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("a plan needs a capacity of at least 1 sample: got " + capacity);
        }
        return new CpuExecutable(this, program, store, capacity);
    }

    @Override
    public Runnable share(int from, int to, Range body) {
        Chunks chunks = new Chunks(from, to, body);
        return () -> workers.run(chunks, chunks.parts());
    }

    @Override
    public void close() {
        workers.close();
    }
}
