package dev.fovea.backend.cpu;

import dev.fovea.backend.Backend;
import dev.fovea.backend.cpu.kernel.Workers;

/// A loop over the elements `from` … `to − 1`, cut into parts of 2¹⁵.
record Chunks(int from, int to, Backend.Range body) implements Workers.Task {
    private static final int SIZE = 1 << 15;

    int parts() {
        return Math.ceilDiv(to - from, SIZE);
    }

    @Override
    public void run(int part, int worker) {
        int start = from + part * SIZE;
        body.run(start, Math.min(to, start + SIZE));
    }
}
