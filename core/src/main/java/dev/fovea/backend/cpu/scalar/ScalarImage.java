package dev.fovea.backend.cpu.scalar;

import dev.fovea.backend.cpu.kernel.Operand;

/// Some channels of the images of a batch, n × h × w × c.
///
/// @param first of the channels
/// @param count of them
record ScalarImage(Operand of, int h, int w, int c, int first, int count) {
    /// Index of the first of the channels of a pixel.
    int at(int image, int row, int column) {
        return of.offset + ((image * h + row) * w + column) * c + first;
    }
}
