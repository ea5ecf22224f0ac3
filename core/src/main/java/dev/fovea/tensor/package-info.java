/// Shapes, tensors and counter-based random numbers; no mathematics.
@NullMarked
package dev.fovea.tensor;

import org.jspecify.annotations.NullMarked;
