package dev.fovea.backend.cpu.work;

import dev.fovea.tensor.Shape;

/// Cuts the elements of a shape into ranges of about [#FLOATS] floats, which threads share. Where the cuts lie depends
/// on the shape alone.
///
/// @param each elements of a range; the last may have fewer
record Ranges(Shape shape, int each) {
    /// 64 KiB: what is read and what is written fit a core's second cache.
    static final int FLOATS = 1 << 14;

    /// Ranges that hold whole groups of `grain` elements.
    static Ranges of(Shape shape, int grain) {
        return new Ranges(shape, atLeastOne(grain) * grain);
    }

    /// Ranges of elements that weigh as much as `floats` each.
    static Ranges weighing(Shape shape, int floats) {
        return new Ranges(shape, atLeastOne(floats));
    }

    private static int atLeastOne(int floats) {
        return Math.max(1, FLOATS / floats);
    }

    int count(int n) {
        return Math.toIntExact(Math.ceilDiv(shape.size(n), each));
    }

    int from(int range) {
        return range * each;
    }

    /// One past the range's last element.
    int to(int range, int n) {
        return (int) Math.min(shape.size(n), (long) from(range) + each);
    }
}
