/// Tiles of a matrix product: the sums that stay in registers, which tile fits a matrix, and what stands in until
/// one is compiled.
///
/// Internal: for Fovea's own modules, may change in any version.
@NullMarked
package dev.fovea.backend.cpu.vector.tile;

import org.jspecify.annotations.NullMarked;
