package dev.fovea.backend.cpu.work;

import dev.fovea.backend.cpu.kernel.Operand;
import dev.fovea.backend.cpu.kernel.Work;

/// A work on images that do not grow with the batch: their own number takes the place of the run's.
record FixedSamples(Work work, int samples) implements Work {
    @Override
    public long packedFloats() {
        return work.packedFloats();
    }

    @Override
    public int packParts() {
        return work.packParts();
    }

    @Override
    public void pack(int part, Operand packed) {
        work.pack(part, packed);
    }

    @Override
    public long sharedFloats(int capacity) {
        return work.sharedFloats(samples);
    }

    @Override
    public long scratchFloats() {
        return work.scratchFloats();
    }

    @Override
    public long tableNumbers() {
        return work.tableNumbers();
    }

    @Override
    public int phases() {
        return work.phases();
    }

    @Override
    public int mainPhase() {
        return work.mainPhase();
    }

    @Override
    public boolean isDirect() {
        return work.isDirect();
    }

    @Override
    public String kernel(int n) {
        return work.kernel(samples);
    }

    @Override
    public int parts(int phase, int n) {
        return work.parts(phase, samples);
    }

    @Override
    public void run(int phase, int part, int n, Operand packed, Operand shared, Operand scratch) {
        work.run(phase, part, samples, packed, shared, scratch);
    }
}
