/// One work for each kind of operation that is not a convolution or a product, over the loops of any set of kernels.
@NullMarked
package dev.fovea.backend.cpu.work;

import org.jspecify.annotations.NullMarked;
