package dev.fovea.bench.golden;

import java.util.List;

/// How many pixels a padding puts on each side, and the word by which the file names it.
///
/// @param word `SAME`, `VALID`, or the list [top, bottom, left, right]
record Border(Object word, int top, int bottom, int left, int right) {
    static final Border VALID = new Border("VALID", 0, 0, 0, 0);

    static Border of(int top, int bottom, int left, int right) {
        return new Border(List.of(top, bottom, left, right), top, bottom, left, right);
    }

    /// Enough for ⌈n / stride⌉ outputs; the odd pixel goes to the bottom and the right.
    static Border same(int h, int w, int reachH, int reachW, int strideH, int strideW) {
        int vertical = total(h, reachH, strideH);
        int horizontal = total(w, reachW, strideW);
        return new Border(
                "SAME", vertical / 2, vertical - vertical / 2, horizontal / 2, horizontal - horizontal / 2);
    }

    boolean isSymmetric() {
        return top == bottom && left == right;
    }

    private static int total(int extent, int reach, int stride) {
        return Math.max(0, (Math.ceilDiv(extent, stride) - 1) * stride + reach - extent);
    }
}
