/// The CPU backend: executables and frames, the step loop, the choice of kernels and their measurement.
@NullMarked
package dev.fovea.backend.cpu;

import org.jspecify.annotations.NullMarked;
