/// The CPU backend: executables and frames, the step loop, the choice of kernels and their measurement.
///
/// Internal: for Fovea's own modules, may change in any version.
@NullMarked
package dev.fovea.backend.cpu;

import org.jspecify.annotations.NullMarked;
