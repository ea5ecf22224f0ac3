package dev.fovea.data.picture;

import java.util.Arrays;

/// What samples are expected to be by those above and to the left (RFC 6386, section 12).
final class Vp8Prediction {
    private Vp8Prediction() {}

    /// Fills a square of 16 or 8.
    ///
    /// @param at its upper left
    /// @param hasAbove whether there is a macroblock above, which the mean must know
    static void square(byte[] p, int at, int stride, int size, int mode, boolean hasAbove, boolean hasLeft) {
        switch (mode) {
            case Vp8Modes.DC -> fill(p, at, stride, size, mean(p, at, stride, size, hasAbove, hasLeft));
            case Vp8Modes.TRUE_MOTION -> trueMotion(p, at, stride, size);
            case Vp8Modes.VERTICAL -> {
                for (int y = 0; y < size; y++) {
                    System.arraycopy(p, at - stride, p, at + y * stride, size);
                }
            }
            default -> {
                for (int row = at; row < at + size * stride; row += stride) {
                    Arrays.fill(p, row, row + size, p[row - 1]);
                }
            }
        }
    }

    private static int mean(byte[] p, int at, int stride, int size, boolean hasAbove, boolean hasLeft) {
        int sum = 0;
        for (int i = 0; hasAbove && i < size; i++) {
            sum += p[at - stride + i] & 0xFF;
        }
        for (int i = 0; hasLeft && i < size; i++) {
            sum += p[at - 1 + i * stride] & 0xFF;
        }
        int count = (hasAbove ? size : 0) + (hasLeft ? size : 0);
        return count == 0 ? 128 : (sum + count / 2) / count;
    }

    private static void fill(byte[] p, int at, int stride, int size, int value) {
        for (int row = at; row < at + size * stride; row += stride) {
            Arrays.fill(p, row, row + size, (byte) value);
        }
    }

    /// Left plus above less the corner.
    private static void trueMotion(byte[] p, int at, int stride, int size) {
        int above = at - stride;
        int corner = p[above - 1] & 0xFF;
        for (int row = at; row < at + size * stride; row += stride) {
            int more = (p[row - 1] & 0xFF) - corner;
            for (int x = 0; x < size; x++) {
                p[row + x] = (byte) Math.max(0, Math.min(255, (p[above + x] & 0xFF) + more));
            }
        }
    }

    /// Fills a block of 4 × 4.
    ///
    /// @param corner where the four samples to its upper right stand
    static void block(byte[] p, int at, int stride, int mode, int corner) {
        switch (mode) {
            case Vp8Modes.DC -> fill(p, at, stride, 4, mean(p, at, stride, 4, true, true));
            case Vp8Modes.TRUE_MOTION -> trueMotion(p, at, stride, 4);
            case Vp8Modes.VERTICAL -> vertical(p, at, stride, corner);
            case Vp8Modes.HORIZONTAL -> horizontal(p, at, stride);
            case Vp8Modes.DOWN_LEFT -> downLeft(p, at, stride, corner);
            case Vp8Modes.VERTICAL_LEFT -> verticalLeft(p, at, stride, corner);
            case Vp8Modes.HORIZONTAL_UP -> horizontalUp(p, at, stride);
            default -> aroundTheCorner(p, at, stride, mode);
        }
    }

    private static void vertical(byte[] p, int at, int stride, int corner) {
        int above = at - stride;
        int x = p[above - 1] & 0xFF;
        int a = p[above] & 0xFF;
        int b = p[above + 1] & 0xFF;
        int c = p[above + 2] & 0xFF;
        int d = p[above + 3] & 0xFF;
        int row = row(mean(x, a, b), mean(a, b, c), mean(b, c, d), mean(c, d, p[corner] & 0xFF));
        for (int y = 0; y < 4; y++) {
            put(p, at + y * stride, row);
        }
    }

    private static void horizontal(byte[] p, int at, int stride) {
        int x = p[at - stride - 1] & 0xFF;
        int i = p[at - 1] & 0xFF;
        int j = p[at + stride - 1] & 0xFF;
        int k = p[at + 2 * stride - 1] & 0xFF;
        int l = p[at + 3 * stride - 1] & 0xFF;
        put(p, at, 0x01010101 * mean(x, i, j));
        put(p, at + stride, 0x01010101 * mean(i, j, k));
        put(p, at + 2 * stride, 0x01010101 * mean(j, k, l));
        put(p, at + 3 * stride, 0x01010101 * mean(k, l, l));
    }

    private static void downLeft(byte[] p, int at, int stride, int corner) {
        int above = at - stride;
        int a = p[above] & 0xFF;
        int b = p[above + 1] & 0xFF;
        int c = p[above + 2] & 0xFF;
        int d = p[above + 3] & 0xFF;
        int e = p[corner] & 0xFF;
        int f = p[corner + 1] & 0xFF;
        int g = p[corner + 2] & 0xFF;
        int h = p[corner + 3] & 0xFF;
        int first = row(mean(a, b, c), mean(b, c, d), mean(c, d, e), mean(d, e, f));
        int last = row(mean(d, e, f), mean(e, f, g), mean(f, g, h), mean(g, h, h));
        put(p, at, first);
        put(p, at + stride, first >>> 8 | last << 16 & 0xFF000000);
        put(p, at + 2 * stride, first >>> 16 | last << 8 & 0xFFFF0000);
        put(p, at + 3 * stride, last);
    }

    private static void verticalLeft(byte[] p, int at, int stride, int corner) {
        int above = at - stride;
        int a = p[above] & 0xFF;
        int b = p[above + 1] & 0xFF;
        int c = p[above + 2] & 0xFF;
        int d = p[above + 3] & 0xFF;
        int e = p[corner] & 0xFF;
        int f = p[corner + 1] & 0xFF;
        int g = p[corner + 2] & 0xFF;
        int h = p[corner + 3] & 0xFF;
        int even = row(mean(a, b), mean(b, c), mean(c, d), mean(d, e));
        int odd = row(mean(a, b, c), mean(b, c, d), mean(c, d, e), mean(d, e, f));
        put(p, at, even);
        put(p, at + stride, odd);
        put(p, at + 2 * stride, even >>> 8 | mean(e, f, g) << 24);
        put(p, at + 3 * stride, odd >>> 8 | mean(f, g, h) << 24);
    }

    private static void horizontalUp(byte[] p, int at, int stride) {
        int i = p[at - 1] & 0xFF;
        int j = p[at + stride - 1] & 0xFF;
        int k = p[at + 2 * stride - 1] & 0xFF;
        int l = p[at + 3 * stride - 1] & 0xFF;
        int start = row(mean(i, j), mean(i, j, k), mean(j, k), mean(j, k, l));
        int end = row(mean(k, l), mean(k, l, l), l, l);
        put(p, at, start);
        put(p, at + stride, start >>> 16 | end << 16);
        put(p, at + 2 * stride, end);
        put(p, at + 3 * stride, 0x01010101 * l);
    }

    /// The modes that see the four samples to the left and the four above as one line.
    private static void aroundTheCorner(byte[] p, int at, int stride, int mode) {
        int above = at - stride;
        int l = p[at + 3 * stride - 1] & 0xFF;
        int k = p[at + 2 * stride - 1] & 0xFF;
        int j = p[at + stride - 1] & 0xFF;
        int i = p[at - 1] & 0xFF;
        int x = p[above - 1] & 0xFF;
        int a = p[above] & 0xFF;
        int b = p[above + 1] & 0xFF;
        int c = p[above + 2] & 0xFF;
        int d = p[above + 3] & 0xFF;
        switch (mode) {
            case Vp8Modes.DOWN_RIGHT -> {
                int first = row(mean(i, x, a), mean(x, a, b), mean(a, b, c), mean(b, c, d));
                int last = row(mean(l, k, j), mean(k, j, i), mean(j, i, x), mean(i, x, a));
                put(p, at, first);
                put(p, at + stride, first << 8 | last >>> 16 & 0xFF);
                put(p, at + 2 * stride, first << 16 | last >>> 8 & 0xFFFF);
                put(p, at + 3 * stride, last);
            }
            case Vp8Modes.VERTICAL_RIGHT -> {
                int even = row(mean(x, a), mean(a, b), mean(b, c), mean(c, d));
                int odd = row(mean(i, x, a), mean(x, a, b), mean(a, b, c), mean(b, c, d));
                put(p, at, even);
                put(p, at + stride, odd);
                put(p, at + 2 * stride, even << 8 | mean(j, i, x));
                put(p, at + 3 * stride, odd << 8 | mean(k, j, i));
            }
            default -> {
                int start = row(mean(i, x), mean(i, x, a), mean(x, a, b), mean(a, b, c));
                int middle = row(mean(k, j), mean(k, j, i), mean(j, i), mean(j, i, x));
                int end = row(mean(l, k), mean(l, k, j), 0, 0);
                put(p, at, start);
                put(p, at + stride, middle >>> 16 | start << 16);
                put(p, at + 2 * stride, middle);
                put(p, at + 3 * stride, end | middle << 16);
            }
        }
    }

    private static int mean(int a, int b) {
        return a + b + 1 >> 1;
    }

    /// The middle one counts twice.
    private static int mean(int a, int b, int c) {
        return a + 2 * b + c + 2 >> 2;
    }

    /// Four samples in one number, the first in its lowest byte.
    private static int row(int first, int second, int third, int fourth) {
        return first | second << 8 | third << 16 | fourth << 24;
    }

    private static void put(byte[] p, int at, int row) {
        p[at] = (byte) row;
        p[at + 1] = (byte) (row >> 8);
        p[at + 2] = (byte) (row >> 16);
        p[at + 3] = (byte) (row >> 24);
    }
}
