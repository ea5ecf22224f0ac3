/// Single kernels side by side with native libraries: matrix products and convolutions of Fovea, OpenBLAS and oneDNN,
/// on the same floats, in one process, in turn.
@NullMarked
package dev.fovea.bench.kernels;

import org.jspecify.annotations.NullMarked;
