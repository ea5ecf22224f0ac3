package dev.fovea.data.picture;

import java.util.Arrays;

/// Luma or a chroma of a frame in whole macroblocks, with what prediction takes for the samples around it: 127 above,
/// 129 to the left. Right of each row there are as many to spare as a block looks to its upper right.
///
/// @param origin where the first sample stands
record Vp8Plane(byte[] samples, int stride, int origin) {
    private static final int MARGIN = 4;

    static Vp8Plane of(int width, int height) {
        int stride = width + 2 * MARGIN;
        byte[] samples = new byte[Math.multiplyExact(stride, height + 1)];
        Arrays.fill(samples, 0, stride, (byte) 127);
        for (int i = stride + MARGIN - 1; i < samples.length; i += stride) {
            samples[i] = (byte) 129;
        }
        return new Vp8Plane(samples, stride, stride + MARGIN);
    }

    static long memory(long width, long height) {
        return (width + 2 * MARGIN) * (height + 1);
    }

    /// Where a sample stands.
    int at(int x, int y) {
        return origin + y * stride + x;
    }
}
