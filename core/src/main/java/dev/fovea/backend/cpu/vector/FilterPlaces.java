package dev.fovea.backend.cpu.vector;

/// Where the weight of a tap, an input channel and an output channel lies in a filter array:
/// `w[taps[tap] + c · cStep + k · kStep]`.
record FilterPlaces(int[] taps, int cStep, int kStep) {

    /// Packs output channels `k` to `k + width` of all taps and channels: (taps · channels) × panel,
    /// zeros beyond `width`.
    void pack(int channels, int k, int width, float[] w, int wOff, float[] to, int toOff, int panel) {
        for (int tap = 0; tap < taps.length; tap++) {
            packTap(tap, channels, 0, k, width, w, wOff, to, toOff + tap * channels * panel, panel);
        }
    }

    /// Packs one tap of `channels` input channels from `channel` on.
    void packTap(
            int tap, int channels, int channel, int k, int width, float[] w, int wOff, float[] to, int toOff,
            int panel) {
        int from = wOff + taps[tap] + channel * cStep + k * kStep;
        if (kStep == 1) {
            Panels.pack(channels, width, w, from, cStep, to, toOff, panel);
        } else {
            Panels.transpose(channels, width, w, from, kStep, to, toOff, panel, panel);
        }
    }
}
