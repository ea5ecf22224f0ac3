package dev.fovea.backend.cpu.work;

/// A loop over `n` elements of one or two arguments, each from an offset. The result may lie where an argument does.
@FunctionalInterface
interface Pass {
    void run(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n);
}
