/// One file an operation: shape rule, gradient, cost; `Node`; the sealed primitives.
@NullMarked
package dev.fovea.op;

import org.jspecify.annotations.NullMarked;
