package dev.fovea.backend.cpu.scalar;

import java.util.stream.IntStream;

/// Which pixels the outputs of a [ScalarCorrelation] see, along one axis: output i, which is written to pixel
/// toStep · i + toPhase, sees pixel `origin + step · (i + shift[t]) + phase[t]` through each tap t.
///
/// @param taps the filter's taps that count
/// @param shift of each, 0 or more
/// @param phase of each, below `step`
record ScalarTaps(int[] taps, int[] shift, int[] phase, int step, int origin, int toStep, int toPhase) {

    static ScalarTaps forward(int r, int dilation, int stride, int padding) {
        int[] taps = IntStream.range(0, r).toArray();
        return new ScalarTaps(
                taps, IntStream.of(taps).map(t -> t * dilation / stride).toArray(),
                IntStream.of(taps).map(t -> t * dilation % stride).toArray(), stride, -padding, 1, 0);
    }

    /// Pixel p of x was seen by output (p + padding − tap · dilation) / stride, if that is whole.
    static ScalarTaps inputGradient(int r, int dilation, int stride, int padding, int phase) {
        int[] taps = IntStream.range(0, r)
                .filter(t -> Math.floorMod(phase + padding - t * dilation, stride) == 0)
                .toArray();
        int[] at = IntStream.of(taps).map(t -> (phase + padding - t * dilation) / stride).toArray();
        int origin = IntStream.of(at).min().orElse(0);
        return new ScalarTaps(
                taps, IntStream.of(at).map(i -> i - origin).toArray(), new int[taps.length], 1, origin, stride, phase);
    }

    /// Outputs on an axis of so many pixels.
    int outputs(int extent) {
        return Math.max(0, Math.ceilDiv(extent - toPhase, toStep));
    }

    /// Pixels of one phase that as many outputs see.
    int reach(int outputs) {
        return outputs + IntStream.of(shift).max().orElse(0);
    }
}
