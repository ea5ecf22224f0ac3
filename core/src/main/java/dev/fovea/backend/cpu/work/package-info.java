/// One work for each kind of operation that is not a convolution or a product, over the loops of any set of kernels.
///
/// Internal: for Fovea's own modules, may change in any version.
@NullMarked
package dev.fovea.backend.cpu.work;

import org.jspecify.annotations.NullMarked;
