package dev.fovea.op;

/// How a sliding window treats the border of its image.
public sealed interface Padding {
    /// Enough padding for ⌈n / stride⌉ outputs; an odd pixel goes to the bottom and the right.
    Padding SAME = new Same();

    /// No padding: ⌈(n − k + 1) / stride⌉ outputs.
    Padding VALID = new Explicit(0, 0, 0, 0);

    /// Pixels before and after an axis of `extent` pixels for a window of `reach` pixels.
    int before(int extent, int reach, int stride, boolean vertical);

    /// See [#before].
    int after(int extent, int reach, int stride, boolean vertical);

    /// The same number of pixels on all four sides.
    static Padding of(int pixels) {
        return new Explicit(pixels, pixels, pixels, pixels);
    }

    static Padding of(int top, int bottom, int left, int right) {
        return new Explicit(top, bottom, left, right);
    }

    /// See [Padding#SAME].
    record Same() implements Padding {
        private static int total(int extent, int reach, int stride) {
            int outputs = Math.ceilDiv(extent, stride);
            return Math.max(0, (outputs - 1) * stride + reach - extent);
        }

        @Override
        public int before(int extent, int reach, int stride, boolean vertical) {
            return total(extent, reach, stride) / 2;
        }

        @Override
        public int after(int extent, int reach, int stride, boolean vertical) {
            return total(extent, reach, stride) - before(extent, reach, stride, vertical);
        }

        @Override
        public String toString() {
            return "SAME";
        }
    }

    /// Given numbers of pixels, none negative.
    record Explicit(int top, int bottom, int left, int right) implements Padding {
        public Explicit {
            if (top < 0 || bottom < 0 || left < 0 || right < 0) {
                throw new IllegalArgumentException("padding must not be negative: got top=" + top + ", bottom=" + bottom
                        + ", left=" + left + ", right=" + right);
            }
        }

        public boolean isNone() {
            return (top | bottom | left | right) == 0;
        }

        @Override
        public int before(int extent, int reach, int stride, boolean vertical) {
            return vertical ? top : left;
        }

        @Override
        public int after(int extent, int reach, int stride, boolean vertical) {
            return vertical ? bottom : right;
        }

        @Override
        public String toString() {
            return isNone() ? "VALID" : "(" + top + ", " + bottom + ", " + left + ", " + right + ")";
        }
    }
}
