/// The CPU backend: fusion, arena, workers, the step loop, the `Kernels` contract and the scalar
/// kernels, which are the reference.
@NullMarked
package dev.fovea.backend.cpu;

import org.jspecify.annotations.NullMarked;
