/// The kernels as plain loops: the reference, and what runs where there is no Vector API.
///
/// Internal: for Fovea's own modules, may change in any version.
@NullMarked
package dev.fovea.backend.cpu.scalar;

import org.jspecify.annotations.NullMarked;
