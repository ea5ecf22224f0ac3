package dev.fovea.data.picture;

/// Smooths the edges between macroblocks and between their blocks (RFC 6386, section 15).
///
/// Across an edge lie the samples p3, p2, p1, p0 and, beyond it, q0, q1, q2, q3.
final class Vp8Filter {
    private final byte[] samples;
    private final int stride;
    private final boolean simple;

    // How much may differ across an edge of the macroblock, across one within, between neighbours, and where it is
    // steep.
    private int outer;
    private int inner;
    private int neighbours;
    private int steep;

    Vp8Filter(Vp8Plane plane, boolean simple) {
        samples = plane.samples();
        stride = plane.stride();
        this.simple = simple;
    }

    /// Sets how strong it is.
    ///
    /// @param level 1 to 63
    void level(int level, int sharpness) {
        int most = level >> (sharpness > 4 ? 2 : sharpness > 0 ? 1 : 0);
        neighbours = Math.max(1, sharpness > 0 ? Math.min(most, 9 - sharpness) : most);
        inner = 2 * (2 * level + neighbours) + 1;
        outer = inner + 8;
        steep = level >= 40 ? 2 : level >= 15 ? 1 : 0;
    }

    /// Filters a macroblock's square.
    ///
    /// @param size 16 or 8
    /// @param within whether the edges between its blocks are to be filtered too
    void square(int at, int size, boolean hasLeft, boolean hasAbove, boolean within) {
        if (hasLeft) {
            edge(at, 1, stride, size, true);
        }
        for (int i = 4; within && i < size; i += 4) {
            edge(at + i, 1, stride, size, false);
        }
        if (hasAbove) {
            edge(at, stride, 1, size, true);
        }
        for (int i = 4; within && i < size; i += 4) {
            edge(at + i * stride, stride, 1, size, false);
        }
    }

    /// @param outermost whether it is one of the macroblock rather than one within
    private void edge(int at, int across, int along, int size, boolean outermost) {
        int limit = outermost ? outer : inner;
        if (simple) {
            simpleEdge(at, across, along, size, limit);
            return;
        }
        byte[] p = samples;
        for (int i = 0; i < size; i++) {
            int q0 = at + i * along;
            if (isSmooth(p, q0, across, limit)) {
                if (isSteep(p, q0, across)) {
                    two(p, q0, across);
                } else if (outermost) {
                    six(p, q0, across);
                } else {
                    four(p, q0, across);
                }
            }
        }
    }

    private void simpleEdge(int at, int across, int along, int size, int limit) {
        byte[] p = samples;
        for (int i = 0; i < size; i++) {
            int q0 = at + i * along;
            if (difference(p, q0, across) <= limit) {
                two(p, q0, across);
            }
        }
    }

    private static int difference(byte[] p, int q0, int across) {
        return 4 * distance(p[q0 - across], p[q0]) + distance(p[q0 - 2 * across], p[q0 + across]);
    }

    /// Whether an edge differs so little that it comes from quantization, and not from the picture.
    private boolean isSmooth(byte[] p, int q0, int across, int limit) {
        int most = neighbours;
        return difference(p, q0, across) <= limit
                && distance(p[q0 - 4 * across], p[q0 - 3 * across]) <= most
                && distance(p[q0 - 3 * across], p[q0 - 2 * across]) <= most
                && distance(p[q0 - 2 * across], p[q0 - across]) <= most
                && distance(p[q0 + 3 * across], p[q0 + 2 * across]) <= most
                && distance(p[q0 + 2 * across], p[q0 + across]) <= most
                && distance(p[q0 + across], p[q0]) <= most;
    }

    private boolean isSteep(byte[] p, int q0, int across) {
        return distance(p[q0 - 2 * across], p[q0 - across]) > steep || distance(p[q0 + across], p[q0]) > steep;
    }

    private static int distance(byte a, byte b) {
        return Math.abs((a & 0xFF) - (b & 0xFF));
    }

    /// Changes p0 and q0.
    private static void two(byte[] p, int at, int across) {
        int p0 = p[at - across] & 0xFF;
        int q0 = p[at] & 0xFF;
        int change = 3 * (q0 - p0) + signed((p[at - 2 * across] & 0xFF) - (p[at + across] & 0xFF));
        p[at - across] = sample(p0 + small(change + 3));
        p[at] = sample(q0 - small(change + 4));
    }

    /// Changes p1 to q1.
    private static void four(byte[] p, int at, int across) {
        int p1 = p[at - 2 * across] & 0xFF;
        int p0 = p[at - across] & 0xFF;
        int q0 = p[at] & 0xFF;
        int q1 = p[at + across] & 0xFF;
        int change = 3 * (q0 - p0);
        int near = small(change + 4);
        int far = near + 1 >> 1;
        p[at - 2 * across] = sample(p1 + far);
        p[at - across] = sample(p0 + small(change + 3));
        p[at] = sample(q0 - near);
        p[at + across] = sample(q1 - far);
    }

    /// Changes p2 to q2.
    private static void six(byte[] p, int at, int across) {
        int p2 = p[at - 3 * across] & 0xFF;
        int p1 = p[at - 2 * across] & 0xFF;
        int p0 = p[at - across] & 0xFF;
        int q0 = p[at] & 0xFF;
        int q1 = p[at + across] & 0xFF;
        int q2 = p[at + 2 * across] & 0xFF;
        int change = signed(3 * (q0 - p0) + signed(p1 - q1));
        int near = 27 * change + 63 >> 7;
        int middle = 18 * change + 63 >> 7;
        int far = 9 * change + 63 >> 7;
        p[at - 3 * across] = sample(p2 + far);
        p[at - 2 * across] = sample(p1 + middle);
        p[at - across] = sample(p0 + near);
        p[at] = sample(q0 - near);
        p[at + across] = sample(q1 - middle);
        p[at + 2 * across] = sample(q2 - far);
    }

    /// What a signed byte can hold of it.
    private static int signed(int value) {
        return Math.max(-128, Math.min(127, value));
    }

    /// An eighth of what a signed byte can hold of it.
    private static int small(int value) {
        return Math.max(-16, Math.min(15, value >> 3));
    }

    private static byte sample(int value) {
        return (byte) Math.max(0, Math.min(255, value));
    }
}
