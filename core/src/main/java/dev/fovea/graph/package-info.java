/// Differentiation, order, `Program`, liveness.
@NullMarked
package dev.fovea.graph;

import org.jspecify.annotations.NullMarked;
