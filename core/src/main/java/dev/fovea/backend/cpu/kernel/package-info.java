/// The contract between the step loop and what computes: works in parts, operands, workers, and the kernels and loops
/// that each set of kernels implements.
///
/// Internal: for Fovea's own modules, may change in any version.
@NullMarked
package dev.fovea.backend.cpu.kernel;

import org.jspecify.annotations.NullMarked;
