package dev.fovea.backend.cpu.work;

import dev.fovea.tensor.Shape;

/// Cuts a tensor, seen as rows × channels, into pieces of whole rows that fit a core's
/// cache. Where the cuts lie depends on the shape alone, so sums over pieces have the same bits on any
/// number of threads.
record Pieces(Shape shape, int channels) {
    private static final int LEAST_ROWS = 32;

    /// Rows of the last axis.
    static Pieces of(Shape shape) {
        return new Pieces(shape, shape.dim(-1));
    }

    int rows(int n) {
        return Math.toIntExact(shape.size(n) / channels());
    }

    private int rowsEach() {
        return Math.max(LEAST_ROWS, Ranges.FLOATS / channels());
    }

    int count(int n) {
        return Math.ceilDiv(rows(n), rowsEach());
    }

    int from(int piece) {
        return piece * rowsEach();
    }

    /// The number of rows of a piece.
    int length(int piece, int n) {
        return Math.min(rows(n) - from(piece), rowsEach());
    }

    /// The index of a piece's first element.
    int at(int piece) {
        return from(piece) * channels();
    }
}
