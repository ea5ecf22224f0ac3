package dev.fovea.backend.cpu.work;

/// A loop over `n` elements of one or two arguments, each from an offset. The result may lie where an argument does.
@FunctionalInterface
interface Pass {
    void run(float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n);
}
